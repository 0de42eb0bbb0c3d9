import { cpus, totalmem, type as system } from 'node:os';
import type { Plan } from './plan.ts';
import type { Row } from './row.ts';
import { BATCH_DELAY_MS } from './server.ts';
import { markdownTable, processColumns, processRows, requestColumns } from './table.ts';

/** docs/benchmarks.md, from the rows of one run. */
export function benchmarksPage(rows: readonly Row[], plan: Plan, date: Date): string {
  const { launches, rounds, sliceSeconds, connections, rate } = plan;
  return `# Benchmarks

Written by \`npm run bench -- --docs\`; do not edit.
${date.toISOString().slice(0, 10)}, Node ${process.version} on ${machine()}.

## Per request

${markdownTable(requestColumns, rows)}

Medians, quartiles in brackets. The difference and the ratio are to the bare application in the same round of the same run.

## Per process

${markdownTable(processColumns, processRows(rows))}

## How it is measured

- **Set-ups**: \`bare\` has no telemetry; \`vigil\` is \`--require @vigil/node/register\`; \`stock\` is
  \`--require @opentelemetry/auto-instrumentations-node/register\` with all its instrumentations, with two changes: its cloud detectors are
  off (the bench sends on loopback only), and its span queue holds 65536, because with its own 2048 it drops spans of a saturated Express;
  that queue is part of its memory here. Both export over OTLP http/protobuf with gzip, spans every ${BATCH_DELAY_MS} ms at the latest, metrics every ${plan.metricsEveryMs / 1000} s.
- **Routes**: \`plain\` answers a small JSON object behind two middlewares (Express) or a hook (Fastify); \`outbound\` makes one \`fetch\` first.
- **CPU** is \`process.cpuUsage\` of the server, all its threads, from the start of a slice of load until the slice's last span has arrived at
  the sink, divided by the requests. Load, sink and server are three processes.
- **Rounds**: ${launches} launches; in each, every server stays alive and ${rounds.saturated} slices of ${sliceSeconds} s with ${connections} connections go round
  the set-ups in random order, after ${plan.warmSeconds} s that are not counted.
- **Latency** is taken in ${rounds.paced} more slices per launch at ${rate} requests per second, whatever the answers take.
- **Delivered**: the sink decodes every body. Which spans a request gives is learnt from requests sent one at a time; each of these spans must
  then arrive exactly as often as requests were answered, one server span per request and a client span per outbound call, and
  \`http.server.request.duration\` must have counted every request. Otherwise the row is void. Spans that belong to no request, such as
  those of new connections, are counted in spans/request only.
- **Start-up** is CPU until half a second after \`listen\`, median of the launches. **Memory** is resident size at the end of the slices of the
  first route. **Modules** are the files loaded after one request on each route, the application's included.
- **Installed** is an \`npm install\` of the set-up into an empty folder, Vigil from packed tarballs: the blocks it takes on disk, as \`du -m\` counts.
`;
}

/** What the figures were had on. */
export function machine(): string {
  const processors = cpus();
  return `${processors.length} x ${processors[0]?.model.trim() || 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()}`;
}
