import { expect } from 'chai';
import { startService, type Ended } from '../support/service.ts';
import { COLLECTORS, type CollectorState, type Taken } from './collectors.ts';

const WAYS = [
  'the last turn of the loop', 'process.exit', 'an uncaught exception', 'an unhandled rejection', 'SIGTERM', 'SIGINT', 'a SIGTERM that it handles',
] as const;
type Way = (typeof WAYS)[number];

/** How an application ended, and all that a person sees of it. */
interface Death extends Ended {
  readonly stdout: string;
  /** Without our own lines. */
  readonly stderr: string;
  readonly ours: readonly string[];
  readonly taken: Taken | undefined;
  /** From the moment it was ready to end, ms. */
  readonly took: number;
}

/** Six spans; metrics once, and already at a signal that is not the end yet; what a crash says of itself. */
const accepted = (way: Way): Taken => ({ spans: 6, metrics: way === 'a SIGTERM that it handles' ? 2 : 1, logs: way.startsWith('an un') ? 1 : 0 });
/** Generous: only a collector that never answers may use it up. */
const PATIENT = 20_000;
const IMPATIENT = 300;

async function die(way: Way, state?: CollectorState): Promise<Death> {
  const collector = await state?.open();
  const service = startService({
    app: 'ending.cjs',
    preload: collector === undefined ? 'none' : 'require',
    ...(collector === undefined ? {} : { endpoint: collector.url }),
    // Nothing leaves before the end by itself.
    env: { END: way, OTEL_BSP_SCHEDULE_DELAY: '60000', OTEL_BLRP_SCHEDULE_DELAY: '60000', VIGIL_EXIT_DEADLINE: String(state?.silent ? IMPATIENT : PATIENT) },
  });
  let readyAt: number | undefined;
  service.child.stdout?.on('data', () => {
    if (readyAt !== undefined || !service.stdout().includes('READY')) return;
    readyAt = performance.now();
    if (way.includes('SIG')) service.child.kill(way === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  });
  const ended = await service.ended;
  const took = performance.now() - (readyAt ?? 0);
  const taken = collector?.taken();
  await collector?.close();
  const lines = service.stderr().split(/(?<=\n)/);
  const ours = lines.filter((line) => line.startsWith('vigil: '));
  return { ...ended, stdout: service.stdout(), stderr: lines.filter((line) => !ours.includes(line)).join(''), ours, taken, took };
}

/** What the last line says was lost. */
function lost(ours: readonly string[]): Taken {
  const line = ours.find((text) => text.includes('VIGIL_TELEMETRY_LOST')) ?? '';
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { spans: count('spans'), metrics: count('metric exports'), logs: count('log records') };
}

const sum = (a: Taken, b: Taken): Taken => ({ spans: a.spans + b.spans, metrics: a.metrics + b.metrics, logs: a.logs + b.logs });

/** Three children at a time: they wait more than they work. */
async function dieAll(state?: CollectorState): Promise<Map<Way, Death>> {
  const deaths = new Map<Way, Death>();
  const waiting = [...WAYS];
  await Promise.all([1, 2, 3].map(async () => {
    for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) deaths.set(way, await die(way, state));
  }));
  return deaths;
}

describe('the manners of an end', function () {
  this.timeout(120_000);
  let bare: Map<Way, Death>;
  before(async () => { bare = await dieAll(); });

  for (const state of COLLECTORS) {
    describe(`beside a collector that ${state.name}`, () => {
      let deaths: Map<Way, Death>;
      before(async () => { deaths = await dieAll(state); });

      for (const way of WAYS) {
        it(`by ${way}: as under bare Node, within the deadline, and all that is not there is counted`, () => {
          const { code, signal, stdout, stderr } = bare.get(way) as Death;
          const death = deaths.get(way) as Death;
          expect({ code: death.code, signal: death.signal, stdout: death.stdout, stderr: death.stderr }).to.deep.equal({ code, signal, stdout, stderr });
          // Which of the two it is, export-failure.test.ts tells: an answer, or none.
          const [started, ...more] = death.ours.map((line) => /VIGIL_[A-Z_]+|watches/.exec(line)?.[0].replace('EXPORT_REFUSED', 'EXPORT_FAILED'));
          const lossless = lost(death.ours).spans === 0;
          expect([started, ...more]).to.deep.equal(lossless ? ['watches'] : ['watches', 'VIGIL_EXPORT_FAILED', 'VIGIL_TELEMETRY_LOST']);
          if (death.taken === undefined) expect(lossless).to.equal(true);
          else expect(sum(death.taken, lost(death.ours))).to.deep.equal(accepted(way));
          // Wide, for a busy machine, and still less than the sender's own time-out of ten seconds.
          expect(death.took).to.be.lessThan(8_000);
        });
      }
    });
  }
});
