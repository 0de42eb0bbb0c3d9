import { total, whatWasLost } from './delivery.ts';
import type { InstalledSize } from './installed-size.ts';
import type { Outcome } from './load.ts';
import type { SpanCounts } from './otlp-count.ts';
import { paired, spread, type Spread } from './statistics.ts';

/** One short stretch of load on one server. */
export interface Slice extends Outcome {
  /** Per request, all threads. */
  cpuUs: number;
  rssMb: number;
  due: SpanCounts;
  arrived: SpanCounts;
}

/** One set-up on one route in one launch. */
export interface Measured {
  framework: string;
  setup: string;
  route: string;
  startCpuMs: number;
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
  spansPerRequest: number;
  /** Share of the spans due that arrived; null where none is due. */
  delivered: number | null;
  p50Ms: number | null;
  p99Ms: number | null;
  startCpuMs: number;
  rssMb: number;
  modules: number;
  installedMb: number | null;
  packages: number | null;
  void?: string;
}

/** What is known of a set-up beside its load. */
export interface Footprint {
  modules: number;
  installed: InstalledSize | null;
}

/** `launches` of one set-up on one route, and the bare ones of the same rounds. */
export function rowOf(launches: readonly Measured[], base: readonly Measured[], footprint: Footprint): Row {
  const { framework, setup, route } = launches[0]!;
  const reason = whyVoid(launches) ?? prefixed('the base: ', whyVoid(base));
  const slices = launches.flatMap(({ saturated, paced }) => [...saturated, ...paced]);
  return {
    framework,
    setup,
    route,
    ...(reason ? VOID_FIGURES : figuresOf(launches, base)),
    spansPerRequest: rounded(sum(slices, (slice) => total(slice.arrived)) / sum(slices, (slice) => slice.requests), 2),
    delivered: deliveredOf(slices),
    startCpuMs: rounded(spread(launches.map(({ startCpuMs }) => startCpuMs)).median, 0),
    rssMb: rounded(spread(launches.flatMap(({ saturated }) => saturated.map(({ rssMb }) => rssMb))).median, 0),
    modules: footprint.modules,
    installedMb: footprint.installed && rounded(footprint.installed.mb, 1),
    packages: footprint.installed && footprint.installed.packages,
    ...(reason ? { void: reason } : {}),
  };
}

/** The first reason why a measurement does not count. */
export function whyVoid(launches: readonly Measured[]): string | undefined {
  for (const { missing, durations, saturated, paced } of launches) {
    const slices = [...saturated, ...paced];
    const bad = sum(slices, (slice) => slice.bad);
    if (bad > 0) return `${bad} answers were not 200`;
    if (missing) return missing;
    const lost = slices.map(({ due, arrived }) => whatWasLost(due, arrived)).find(Boolean);
    if (lost) return lost;
    if (durations.arrived !== durations.due) return `the duration histogram counted ${durations.arrived} of ${durations.due} requests`;
  }
  return undefined;
}

type Figures = Pick<Row, 'cpuUs' | 'addedUs' | 'ratio' | 'spread' | 'p50Ms' | 'p99Ms'>;
const VOID_FIGURES: Figures = { cpuUs: null, addedUs: null, ratio: null, spread: null, p50Ms: null, p99Ms: null };

function figuresOf(launches: readonly Measured[], base: readonly Measured[]): Figures {
  const own = cpuOf(launches);
  const cpu = spread(own);
  const added = spread(paired(own, cpuOf(base), (value, bare) => value - bare));
  const ratio = spread(paired(own, cpuOf(base), (value, bare) => value / bare));
  const paced = launches.flatMap((launch) => launch.paced);
  return {
    cpuUs: rounded(cpu.median, 1),
    addedUs: rounded(added.median, 1),
    ratio: rounded(ratio.median, 2),
    spread: { cpuUs: quartiles(cpu, 1), addedUs: quartiles(added, 1), ratio: quartiles(ratio, 2) },
    p50Ms: rounded(spread(paced.map(({ p50Ms }) => p50Ms)).median, 2),
    p99Ms: rounded(spread(paced.map(({ p99Ms }) => p99Ms)).median, 2),
  };
}

function cpuOf(launches: readonly Measured[]): number[] {
  return launches.flatMap(({ saturated }) => saturated.map(({ cpuUs }) => cpuUs));
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
