/* oxlint-disable no-await-in-loop -- one framework after the other, one stretch of load after the other */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { total } from './delivery.ts';
import { BATCH_DELAY_MS, startServer, startSurroundings, type Server, type Surroundings } from './server.ts';
import { frameworks, setups } from './setups.ts';
import { growthsOf, type Growth, type Sample } from './soak-growth.ts';

/** One framework's share of the time. */
export interface Soaked {
  framework: string;
  requests: number;
  /** Answers other than 200. */
  bad: number;
  spans: number;
  samples: Sample[];
}

const SAMPLE_MS = 10_000;
const STRETCH_SECONDS = 10;
const METRICS_EVERY_MS = 5000;
const CONNECTIONS = 20;
const probe = fileURLToPath(new URL('soak-probe.cjs', import.meta.url));

/** `npm run bench -- --soak MINUTES`: full load, half of the time on each framework. Gives the exit code: 1 when anything grew or was lost. */
export async function soak(text: string = '30', { json }: { json?: string | undefined } = {}): Promise<number> {
  const minutes = Number(text);
  if (!(minutes > 0)) throw new Error(`--soak takes minutes, not "${text}"`);
  const around = await startSurroundings(METRICS_EVERY_MS);
  const all: Soaked[] = [];
  for (const framework of frameworks) {
    const soaked = await soakOne(framework, (minutes * 60) / frameworks.length, around);
    console.log(`${soakText(soaked)}\n`);
    all.push(soaked);
  }
  if (json) await writeFile(json, `${JSON.stringify(all, null, 2)}\n`);
  return all.every(isSound) ? 0 : 1;
}

async function soakOne(framework: string, seconds: number, around: Surroundings): Promise<Soaked> {
  const folder = await mkdtemp(join(tmpdir(), 'vigil-soak-'));
  const file = join(folder, 'samples');
  const vigil = setups.find(({ name }) => name === 'vigil')!;
  // V8 doubles its young generation whenever as much has survived since the last time: full load gets it to 100 MB within ten minutes
  // (docs/hot-path.md). Held at 16 MB, which was its most up to Node 22, it hides nothing else that grows.
  const probing = { NODE_OPTIONS: `--require=${probe} --max-semi-space-size=16`, BENCH_SAMPLES: file, BENCH_SAMPLE_MS: String(SAMPLE_MS) };
  const server = await startServer(framework, { ...vigil, env: () => probing }, `${framework}-soak-${Date.now()}`, around);
  const bad = await loadFor(seconds, server, framework);
  const requests = server.sent();
  await sleep(BATCH_DELAY_MS + 1000);
  const spans = total((await server.arrivals()).spans);
  const samples = (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Sample);
  await server.end();
  await rm(folder, { recursive: true });
  return { framework, requests, bad, spans, samples: samples.filter((sample) => sample.seconds <= seconds) };
}

/** Stretch after stretch on new connections; what has arrived is counted in between, or the sink would keep all of it. */
async function loadFor(seconds: number, server: Server, framework: string): Promise<number> {
  const end = Date.now() + seconds * 1000;
  let bad = 0;
  for (let minute = -1; Date.now() < end;) {
    const left = (end - Date.now()) / 1000;
    const outcome = await server.send({ path: '/users/7', connections: CONNECTIONS, seconds: Math.min(STRETCH_SECONDS, left) });
    bad += outcome.bad;
    const { rssMb } = await server.usage();
    const { spans } = await server.arrivals();
    const now = Math.floor((seconds - left) / 60);
    if (now > minute) console.error(`${framework}, minute ${now}: ${server.sent()} requests, ${total(spans)} spans so far, ${rssMb.toFixed(0)} MB`);
    minute = now;
  }
  return bad;
}

/** A plain request gives one span, and no more. */
function whatIsWrong({ requests, bad, spans }: Soaked): string | undefined {
  if (bad > 0) return `${bad} answers were not 200`;
  return spans === requests ? undefined : `${spans} of ${requests} spans arrived`;
}

function isSound(soaked: Soaked): boolean {
  return whatIsWrong(soaked) === undefined && growthsOf(soaked.samples).every(({ verdict }) => verdict !== 'grows');
}

export function soakText(soaked: Soaked): string {
  const { framework, requests, samples } = soaked;
  const seconds = samples.at(-1)?.seconds ?? NaN;
  const head = `${framework}: ${requests} requests in ${(seconds / 60).toFixed(1)} min, ${whatIsWrong(soaked) ?? 'all spans arrived'}, ${samples.length} samples`;
  return [head, ...growthsOf(samples).map(growthText)].join('\n');
}

function growthText({ measure, unit, first, last, median, perHour, error, verdict }: Growth): string {
  const figures = [first, last, median].map((value) => value.toFixed(1).padStart(7));
  return `  ${measure.padEnd(12)} first${figures[0]}  last${figures[1]}  median${figures[2]} ${unit}  growth ${perHour.toFixed(1)} ± ${error.toFixed(1)} ${unit}/h: ${verdict}`;
}
