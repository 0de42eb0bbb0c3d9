import { farthest, type Curve, type CurvePoint } from './scale-curve.ts';
import type { ScalePlan } from './scale-plan.ts';
import type { Spread } from './statistics.ts';

/** Why a curve is not straight, or what else is to be said of it, by the name of its series. */
export type ScaleReasons = Readonly<Record<string, string>>;

/** docs/scale.md, from the curves of one run. */
export function scalePage(curves: readonly Curve[], reasons: ScaleReasons, plan: ScalePlan, when: { date: string; machine: string }): string {
  const names = [...new Set(curves.map(({ series }) => series.name))];
  return `# How the cost grows

Written by \`npm run bench -- --scale --docs\`; do not edit. The reasons stand in \`bench/scale-reasons.ts\`.
${when.date}, ${when.machine}.

CPU microseconds a request, all threads counted: the bare application, and what Vigil adds to it in the same round of the same
run. Medians, quartiles in brackets. The line is the one of least squares through the medians of what is added, with the standard
error of its slope; "farthest" is the point that it misses most. R² tells how much of the differences the slope explains: where
nothing rises it is near 0, and that is as good as a straight line can be.

${names.map((name) => section(curves.filter(({ series }) => series.name === name), reasons[name])).join('\n\n')}

## How it is measured

- Each series has servers of its own, one bare and one with \`--require @vigil/node/register\`. Launches: ${plan.launches}. In each, every size is
  visited in random order in ${plan.rounds} rounds of ${plan.sliceSeconds} s for each server, after ${plan.warmSeconds} s at each size that are not counted.
- The load saturates the server: 20 connections, unless connections are what is counted, each asking again when it has its answer.
- A size counts only when every answer was 200, one server span arrived for each request and the duration histogram counted all.
- CPU is counted from the start of the load until the last span has arrived at the sink. Load, sink and server are three processes.
`;
}

function section(curves: readonly Curve[], reason: string | undefined): string {
  const { title, one } = curves[0]!.series;
  const lines = curves.map((curve) => `- ${curve.framework}: ${lineText(curve, one)}`);
  return [`## ${title}`, table(curves), lines.join('\n'), ...(reason === undefined ? [] : [reason])].join('\n\n');
}

/** A table for a terminal and for Markdown alike. */
export function table(curves: readonly Curve[]): string {
  const { name, sizes } = curves[0]!.series;
  const titles = [name, ...curves.flatMap(({ framework }) => [`${framework} bare`, `${framework} added`])];
  const rows = sizes.map(({ size }, at) => [String(size), ...curves.flatMap(({ points }) => cells(points[at]!))]);
  return [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells({ bareUs, addedUs, lost }: CurvePoint): string[] {
  return lost === undefined ? [withQuartiles(bareUs!), withQuartiles(addedUs!)] : ['-', `VOID: ${lost}`];
}

export function lineText(curve: Curve, one: string): string {
  const { line } = curve;
  if (line === null) return 'no line: too few sizes count';
  const { intercept, slope, slopeError, r2 } = line;
  const perOne = `${slope < 0 ? '-' : '+'} ${Math.abs(slope).toFixed(3)} µs ${one} (± ${slopeError.toFixed(3)})`;
  return `${intercept.toFixed(1)} µs ${perOne}, R² ${r2.toFixed(2)}, farthest ${farthest(curve)!.toFixed(1)} µs`;
}

function withQuartiles({ median, q1, q3 }: Spread): string {
  return `${median.toFixed(1)} (${q1.toFixed(1)}..${q3.toFixed(1)})`;
}
