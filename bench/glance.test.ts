import { expect } from 'chai';
import { glance } from './glance.ts';
import { missingRow, type Row } from './row.ts';

function row(framework: string, route: string, setup: string, addedUs: number): Row {
  const { void: _, ...rest } = missingRow(framework, setup, route, '');
  return { ...rest, addedUs };
}

describe('the benchmarks at a glance', () => {
  const rows = [row('express', 'plain', 'vigil', 14.7), row('fastify', 'plain', 'vigil', 10.2), missingRow('express', 'stock', 'plain', 'lost')];

  it('have a line for each set-up and a column for each framework and route', () => {
    expect(glance(rows).split('\n')[0]).to.equal('| set-up | express plain | fastify plain |');
    expect(glance(rows)).to.contain('| vigil | 15 | 10 |');
  });

  it('say where telemetry was lost, and what was not measured', () => {
    expect(glance(rows)).to.contain('| stock | void | - |');
  });
});
