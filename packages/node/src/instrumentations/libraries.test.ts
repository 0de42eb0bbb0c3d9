import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { packageOf } from './choose-instrumentations.ts';
import { LEFT_OUT, LIBRARIES, OF_NODE, OURS, QUIET } from './libraries.ts';

/** Asked in a process of its own: what is made there sets hooks for all that is loaded afterwards. */
const ASK = `
  const { getNodeAutoInstrumentations } = require('@opentelemetry/auto-instrumentations-node');
  const all = getNodeAutoInstrumentations({ '@opentelemetry/instrumentation-fs': { enabled: true }, '@opentelemetry/instrumentation-host-metrics': { enabled: true } });
  console.log(JSON.stringify(all.map((one) => [one.instrumentationName, [...new Set(one.getModuleDefinitions().map(({ name }) => name))].toSorted()])));
  process.exit();`;

describe('the table of libraries', () => {
  let installed: Record<string, string[]>;
  before(function () {
    this.timeout(30_000);
    const cwd = dirname(fileURLToPath(import.meta.resolve('../../../../package.json')));
    installed = Object.fromEntries(JSON.parse(execFileSync(process.execPath, ['-e', ASK], { cwd, encoding: 'utf8' })) as [string, string[]][]);
  });

  it('holds every instrumentation of the bundle', () => {
    const known = [...Object.keys(LIBRARIES), ...OF_NODE, ...OURS, ...LEFT_OUT].map(packageOf);
    const missing = Object.keys(installed).filter((name) => !known.includes(name));
    expect(missing).to.deep.equal([]);
    // Of Fastify there is none any more, but its name is still used; without a handler that of functions is not made.
    expect(known.filter((name) => !(name in installed)).toSorted()).to.deep.equal(['aws-lambda', 'fastify'].map(packageOf).filter((name) => !(name in installed)));
  });

  for (const [name, libraries] of Object.entries(LIBRARIES)) {
    it(`waits for the libraries of ${name}`, () => expect(installed[packageOf(name)]).to.deep.equal(libraries.toSorted()));
  }

  it('calls quiet only what it knows', () => {
    for (const name of QUIET) expect([...Object.keys(LIBRARIES), ...OF_NODE]).to.include(name);
  });
});
