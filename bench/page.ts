import { cpus, totalmem, type as system } from 'node:os';
import { glance } from './glance.ts';
import type { Plan } from './plan.ts';
import type { Row } from './row.ts';
import { routes } from './routes.ts';
import { BATCH_DELAY_MS } from './server.ts';
import { setups } from './setups.ts';
import { delayColumns, delayRows, markdownTable, processColumns, processRows, requestColumns } from './table.ts';

/** docs/benchmarks.md, from the rows of one run. */
export function benchmarksPage(rows: readonly Row[], plan: Plan, date: Date): string {
  return `# Benchmarks

Written by \`npm run bench -- --docs\`; do not edit.
${date.toISOString().slice(0, 10)}, Node ${process.version} on ${machine()}.

## At a glance

CPU microseconds that each set-up adds to a request; the tables below say how sure that is.

${glance(rows)}

## Per request

${markdownTable(requestColumns, rows)}

Medians, quartiles in brackets. The difference and the ratio are to the bare application in the same round of the same run.
Latency is at ${plan.rate} requests per second.

## Event loop

How late a timer of one millisecond is, at ${plan.rate} requests per second. That millisecond is part of each figure.

${markdownTable(delayColumns, delayRows(rows))}

## Per process

${markdownTable(processColumns, processRows(rows))}

## Set-ups

${setups.map(({ name, installs, about }) => `- **${name}**${installs.length > 0 ? ` (${installs.join(', ')})` : ''}: ${about}.`).join('\n')}

Each is what its makers call the default for production, with every request sampled, and these changes for all: nothing is sent off this
machine; OTLP goes as http/protobuf with gzip, spans every ${BATCH_DELAY_MS} ms at the latest, metrics every ${plan.metricsEveryMs / 1000} s. Where a queue was
lengthened, the set-up loses spans without it, and a row with losses cannot be compared; the queue is part of its memory here.

## Routes

${routes.map(({ name, status, about }) => `- **${name}** (${status}): ${about}.`).join('\n')}

${howItIsMeasured(plan)}`;
}

function howItIsMeasured({ launches, rounds, dear, sliceSeconds, pacedSeconds, warmSeconds, connections, rate, starts }: Plan): string {
  return `## How it is measured

- **Installed** is an \`npm install\` of the set-up into an empty folder, Vigil from packed tarballs: the blocks it takes on disk, as \`du -m\`
  counts. All set-ups, bare too, then run from their own folder, with the same frameworks and applications beside.
- **CPU** is \`process.cpuUsage\` of the server, all its threads, from the start of a slice of load until the slice's last span has arrived at
  the sink, divided by the requests. Load, sink and server are three processes.
- **Rounds**: ${launches} launches; in each, every server stays alive and ${rounds.saturated} slices of ${sliceSeconds} s with ${connections} connections go round
  the set-ups in random order, after ${warmSeconds.first} s that are not counted (${warmSeconds.later} s on the routes after the first). The dear ones,
  which add far more than the noise, are in ${dear.launches} launch and ${dear.rounds.saturated} slices of it: ${dearNames()}.
- **Latency** and **event loop** are taken in ${rounds.paced} more slices per launch, of ${pacedSeconds} s, at ${rate} requests per second, whatever the answers take.
- **Delivered**: the sink decodes every body: OTLP, Sentry's envelopes, dd-trace's MessagePack. Which spans a request gives is learnt from requests
  sent one at a time; each of these spans must then arrive exactly as often as requests were answered, one server span per request and a
  client span per outbound call, and \`http.server.request.duration\`, of those who send it, must have counted every request. Otherwise the
  row is void. Spans that belong to no request, such as those of new connections, are counted in spans/request only.
- **Start-up** is CPU until half a second after \`listen\`, median of ${starts} starts, for the application as CommonJS and as ES modules. **Memory** is
  resident size at the end of the slices of the first route. **Modules** are the files loaded after one request on each route, the
  application's included.
`;
}

function dearNames(): string {
  return setups.filter(({ dear }) => dear).map(({ name }) => `\`${name}\``).join(', ');
}

/** What the figures were had on. */
export function machine(): string {
  const processors = cpus();
  return `${processors.length} x ${processors[0]?.model.trim() || 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()}`;
}
