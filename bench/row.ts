import { total, whatWasLost } from './delivery.ts';
import type { Footprint } from './footprint.ts';
import type { Installation } from './installation.ts';
import type { Outcome } from './load.ts';
import type { SpanCounts } from './otlp-count.ts';
import type { LoopDelay } from './server.ts';
import { paired, spread, type Spread } from './statistics.ts';

/** One short stretch of load on one server. */
export interface Slice extends Outcome {
  /** Per request, all threads. */
  cpuUs: number;
  rssMb: number;
  /** While the slice was paced. */
  loop?: LoopDelay;
  due: SpanCounts;
  arrived: SpanCounts;
}

/** One set-up on one route in one launch. */
export interface Measured {
  framework: string;
  setup: string;
  route: string;
  launch: number;
  startCpuMs: number;
  /** Why no span is due. */
  silent?: string;
  /** Spans that a request should give and does not. */
  missing?: string;
  /** Requests in the duration histogram, over the server's whole life. */
  durations: { due: number; arrived: number };
  saturated: Slice[];
  paced: Slice[];
}

/** One line of the result. What telemetry was lost on is void: its figures are null, because it saved what it did not do. */
export interface Row {
  framework: string;
  setup: string;
  route: string;
  cpuUs: number | null;
  addedUs: number | null;
  ratio: number | null;
  /** First and third quartile. */
  spread: { cpuUs: [number, number]; addedUs: [number, number]; ratio: [number, number] } | null;
  /** Slices that the figures are the medians of. */
  slices: number;
  spansPerRequest: number | null;
  /** Share of the spans due that arrived; null where none is due, for the reason in `silent`. */
  delivered: number | null;
  silent?: string;
  p50Ms: number | null;
  p99Ms: number | null;
  loopMeanMs: number | null;
  loopP99Ms: number | null;
  loopMaxMs: number | null;
  /** For a CommonJS application; `...Esm` for one of ES modules. */
  startCpuMs: number | null;
  startCpuMsEsm: number | null;
  rssMb: number | null;
  modules: number | null;
  modulesEsm: number | null;
  installedMb: number | null;
  packages: number | null;
  void?: string;
}

/** What is known of a set-up beside its load; nothing of it in a quick run. */
export interface Beside {
  footprint?: Footprint | undefined;
  installed?: Installation | undefined;
}

/** `launches` of one set-up on one route, and the bare ones. */
export function rowOf(launches: readonly Measured[], base: readonly Measured[], beside: Beside): Row {
  const { framework, setup, route, silent } = launches[0]!;
  const reason = whyVoid(launches) ?? prefixed('the base: ', whyVoid(base));
  const slices = launches.flatMap(({ saturated, paced }) => [...saturated, ...paced]);
  return {
    framework,
    setup,
    route,
    ...(reason ? VOID_FIGURES : figuresOf(launches, base)),
    slices: launches.flatMap(({ saturated }) => saturated).length,
    spansPerRequest: rounded(sum(slices, (slice) => total(slice.arrived)) / sum(slices, (slice) => slice.requests), 2),
    delivered: silent ? null : deliveredOf(slices),
    ...(silent ? { silent } : {}),
    rssMb: rounded(spread(launches.flatMap(({ saturated }) => saturated.map(({ rssMb }) => rssMb))).median, 0),
    ...besideOf(launches, beside),
    ...(reason ? { void: reason } : {}),
  };
}

/** The row of what could not be measured at all, and why. */
export function missingRow(framework: string, setup: string, route: string, reason: string): Row {
  const nothing = { spansPerRequest: null, delivered: null, rssMb: null, ...besideOf([], {}) };
  return { framework, setup, route, ...VOID_FIGURES, slices: 0, ...nothing, void: reason };
}

function besideOf(launches: readonly Measured[], { footprint, installed }: Beside): BesideFigures {
  const started = footprint?.startCpuMs.cjs ?? (launches.length > 0 ? spread(launches.map(({ startCpuMs }) => startCpuMs)).median : null);
  return {
    startCpuMs: started === null ? null : rounded(started, 0),
    startCpuMsEsm: footprint ? rounded(footprint.startCpuMs.esm, 0) : null,
    modules: footprint?.modules.cjs ?? null,
    modulesEsm: footprint?.modules.esm ?? null,
    installedMb: installed ? rounded(installed.mb, 1) : null,
    packages: installed?.packages ?? null,
  };
}

/** The first reason why a measurement does not count. */
export function whyVoid(launches: readonly Measured[]): string | undefined {
  for (const { missing, durations, saturated, paced } of launches) {
    const slices = [...saturated, ...paced];
    const bad = sum(slices, (slice) => slice.bad);
    if (bad > 0) return `${bad} answers had another status`;
    if (missing) return missing;
    const lost = slices.map(({ due, arrived }) => whatWasLost(due, arrived)).find(Boolean);
    if (lost) return lost;
    if (durations.arrived !== durations.due) return `the duration histogram counted ${durations.arrived} of ${durations.due} requests`;
  }
  return undefined;
}

type BesideFigures = Pick<Row, 'startCpuMs' | 'startCpuMsEsm' | 'modules' | 'modulesEsm' | 'installedMb' | 'packages'>;
type PacedFigures = Pick<Row, 'p50Ms' | 'p99Ms' | 'loopMeanMs' | 'loopP99Ms' | 'loopMaxMs'>;
type Figures = Pick<Row, 'cpuUs' | 'addedUs' | 'ratio' | 'spread'> & PacedFigures;

const NO_PACED_FIGURES: PacedFigures = { p50Ms: null, p99Ms: null, loopMeanMs: null, loopP99Ms: null, loopMaxMs: null };
const VOID_FIGURES: Figures = { cpuUs: null, addedUs: null, ratio: null, spread: null, ...NO_PACED_FIGURES };

function figuresOf(launches: readonly Measured[], base: readonly Measured[]): Figures {
  const cpu = spread(launches.flatMap(cpuOf));
  const added = spread(pairedWith(launches, base, (value, bare) => value - bare));
  const ratio = spread(pairedWith(launches, base, (value, bare) => value / bare));
  return {
    cpuUs: rounded(cpu.median, 1),
    addedUs: rounded(added.median, 1),
    ratio: rounded(ratio.median, 2),
    spread: { cpuUs: quartiles(cpu, 1), addedUs: quartiles(added, 1), ratio: quartiles(ratio, 2) },
    ...pacedFigures(launches.flatMap(({ paced }) => paced)),
  };
}

function pacedFigures(paced: readonly Slice[]): PacedFigures {
  if (paced.length === 0) return NO_PACED_FIGURES;
  const median = (of: (slice: Slice) => number): number => rounded(spread(paced.map(of)).median, 2);
  return {
    p50Ms: median(({ p50Ms }) => p50Ms),
    p99Ms: median(({ p99Ms }) => p99Ms),
    loopMeanMs: median(({ loop }) => loop?.meanMs ?? NaN),
    loopP99Ms: median(({ loop }) => loop?.p99Ms ?? NaN),
    loopMaxMs: rounded(Math.max(...paced.map(({ loop }) => loop?.maxMs ?? NaN)), 2),
  };
}

/** With the base's slices of the same launch and round; a set-up that was in fewer of them is paired with those. */
function pairedWith(launches: readonly Measured[], base: readonly Measured[], combine: (value: number, bare: number) => number): number[] {
  return launches.flatMap((one) => {
    const own = cpuOf(one);
    const bare = base.find(({ launch }) => launch === one.launch);
    return paired(own, bare ? cpuOf(bare).slice(0, own.length) : [], combine);
  });
}

function cpuOf({ saturated }: Measured): number[] {
  return saturated.map(({ cpuUs }) => cpuUs);
}

function deliveredOf(slices: readonly Slice[]): number | null {
  const due = sum(slices, (slice) => total(slice.due));
  const came = sum(slices, (slice) => total(onlyDue(slice)));
  return due === 0 ? null : rounded(came / due, 4);
}

/** Without the spans that belong to no request: they must not make up for lost ones. */
function onlyDue({ due, arrived }: Slice): SpanCounts {
  return Object.fromEntries(Object.keys(due).map((span) => [span, arrived[span] ?? 0]));
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text && prefix + text;
}

function quartiles({ q1, q3 }: Spread, digits: number): [number, number] {
  return [rounded(q1, digits), rounded(q3, digits)];
}

function sum<T>(things: readonly T[], of: (thing: T) => number): number {
  return things.reduce((all, thing) => all + of(thing), 0);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
