import { expect } from 'chai';
import { missingRow, rowOf, whyVoid, type Measured, type Slice } from './row.ts';

const both = (cjs: number, esm: number): { cjs: number; esm: number } => ({ cjs, esm });
const footprint = { footprint: { startCpuMs: both(100, 120), modules: both(200, 210) }, installed: { folder: '', mb: 12.345, packages: 40 } };

function slice(cpuUs: number, arrived = 1000): Slice {
  return { ...silentSlice(cpuUs), due: { 'server a': 1000 }, arrived: { 'server a': arrived } };
}

function silentSlice(cpuUs: number): Slice {
  return { requests: 1000, bad: 0, cpuUs, rssMb: 100, p50Ms: 1, p99Ms: 2, due: {}, arrived: {} };
}

function measured(changes: Partial<Measured> = {}): Measured {
  const names = { framework: 'express', setup: 'vigil', route: 'plain' };
  const durations = { due: 2000, arrived: 2000 };
  return { ...names, launch: 1, startCpuMs: 90, durations, saturated: [slice(55), slice(57)], paced: [slice(80)], ...changes };
}

function bare(...cpuUs: number[]): Measured {
  return measured({ setup: 'bare', durations: { due: 0, arrived: 0 }, saturated: cpuUs.map(silentSlice), paced: [] });
}

describe('a bench row', () => {
  it('gives medians, and differences paired within a round', () => {
    const launches = [measured({ saturated: [slice(55), slice(105), slice(60)] })];
    const row = rowOf(launches, [bare(50, 100, 50)], footprint);
    expect(row).to.include({ cpuUs: 60, addedUs: 5, ratio: 1.1 });
  });

  it('pools the launches', () => {
    const base = [bare(50, 50), { ...bare(40, 40), launch: 2 }];
    const row = rowOf([measured(), measured({ launch: 2, startCpuMs: 110 })], base, {});
    expect(row).to.include({ cpuUs: 56, addedUs: 11, startCpuMs: 100, spansPerRequest: 1, delivered: 1, slices: 4 });
  });

  it('pairs what took part in fewer launches and rounds with the same ones of the base', () => {
    const base = [{ ...bare(90, 90), launch: 2 }, bare(50, 51, 70)];
    expect(rowOf([measured({ saturated: [slice(60), slice(61)] })], base, footprint)).to.include({ addedUs: 10, slices: 2 });
  });

  it('has start-up and modules for both kinds of application, and the installed size', () => {
    const row = rowOf([measured()], [bare(50, 50)], footprint);
    expect(row).to.include({ startCpuMs: 100, startCpuMsEsm: 120, modules: 200, modulesEsm: 210, installedMb: 12.3, packages: 40 });
  });

  it('gives the event loop\'s delay: the median of mean and p99, and the worst of all', () => {
    const paced = [1, 2, 3].map((ms) => ({ ...slice(80), loop: { meanMs: ms, p99Ms: 10 * ms, maxMs: 100 * ms } }));
    expect(rowOf([measured({ paced })], [bare(50, 50)], {})).to.include({ loopMeanMs: 2, loopP99Ms: 20, loopMaxMs: 300 });
  });

  it('says why no span is due of a set-up that makes none, and is not void', () => {
    const silent = measured({ silent: 'it makes no spans', saturated: [silentSlice(55), silentSlice(57)], paced: [silentSlice(80)] });
    const row = rowOf([silent], [bare(50, 50)], {});
    expect(row).to.include({ silent: 'it makes no spans', delivered: null, addedUs: 6 });
    expect(row.void).to.equal(undefined);
  });

  it('has no figures of what could not be measured, and the reason', () => {
    expect(missingRow('express', 'other', 'plain', 'could not be installed')).to.include({ void: 'could not be installed', cpuUs: null, modules: null });
  });

  it('takes latency from the paced slices only', () => {
    const row = rowOf([measured({ paced: [{ ...slice(80), p50Ms: 0.2, p99Ms: 0.9 }] })], [bare(50, 50)], footprint);
    expect(row).to.include({ p50Ms: 0.2, p99Ms: 0.9 });
  });

  it('adds nothing to the base itself, of which no span is due', () => {
    const base = [bare(50, 60)];
    expect(rowOf(base, base, footprint)).to.include({ addedUs: 0, ratio: 1, delivered: null, spansPerRequest: 0 });
  });

  it('is void without figures when a single span was lost in a single slice', () => {
    const row = rowOf([measured({ saturated: [slice(10), slice(10, 999)] })], [bare(50, 50)], footprint);
    expect(row).to.include({ void: '999 of 1000 spans "server a" arrived', cpuUs: null, addedUs: null, ratio: null, p99Ms: null });
    expect(row.delivered).to.equal(0.9997);
  });

  it('is void when spans were lost at a fixed rate', () => {
    expect(whyVoid([measured({ paced: [slice(10, 0)] })])).to.equal('0 of 1000 spans "server a" arrived');
  });

  it('is void when the duration histogram missed a request', () => {
    expect(whyVoid([measured(), measured({ durations: { due: 2000, arrived: 1999 } })])).to.equal(
      'the duration histogram counted 1999 of 2000 requests',
    );
  });

  it('is void when a request gives too few spans at all', () => {
    expect(whyVoid([measured({ missing: '0 server spans per request, not 1' })])).to.equal('0 server spans per request, not 1');
  });

  it('is void when the application failed', () => {
    expect(whyVoid([measured({ saturated: [{ ...slice(10), bad: 3 }] })])).to.equal('3 answers had another status');
  });

  it('is void with its base', () => {
    const failing = { ...bare(50, 50), paced: [{ ...slice(10), bad: 1 }] };
    expect(rowOf([measured()], [failing], footprint).void).to.equal('the base: 1 answers had another status');
  });

  it('counts when everything arrived', () => {
    expect(whyVoid([measured()])).to.equal(undefined);
  });

  it('does not let spans that belong to no request make up for lost ones', () => {
    const lost = { ...slice(10, 990), arrived: { 'server a': 990, 'internal tcp.connect': 20 } };
    expect(rowOf([measured({ saturated: [lost], paced: [] })], [bare(50)], footprint).delivered).to.equal(0.99);
  });
});
