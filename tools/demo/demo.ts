/* oxlint-disable no-await-in-loop -- each stands on the next, so they stop one after the other */
import { startReceiver, type ReceivedSpan, type Receiver } from '@vigil/cli';
import { Belongings } from './belongings.ts';
import { startCollector, whenAnswering } from './collector.ts';
import type { Process } from './process.ts';
import { Screen, trafficText } from './screen.ts';
import { startServices } from './services.ts';
import { sendTraffic, type Traffic } from './traffic.ts';

const belongings = new Belongings();
const screen = new Screen(process.stdout, process.env);
const arrival = 10_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void belongings.takeAway().then(() => process.exit(signal === 'SIGINT' ? 130 : 143)));
}
// Nobody reads on: `npm run demo | head`.
process.stdout.once('error', () => void belongings.takeAway().then(() => process.exit(1)));
try {
  await demo();
} catch (error) {
  // What breaks because everything is being taken away is no failure.
  if (!belongings.isLeaving) {
    console.error(`\nvigil  The demo failed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
} finally {
  await belongings.takeAway();
}

async function demo(): Promise<void> {
  screen.title('Vigil', 'two services, one added line each, and what they tell');
  const receiver = await startReceiver();
  belongings.add(() => receiver.close());
  const { url, processes } = await startPath(receiver.url);
  const { shopUrl, processes: services } = await startServices(url);
  for (const service of services) belongings.add(() => service.stop());
  const all = [...processes, ...services];

  await orFailure(all, Promise.all(services.map((service) => service.line(/listening/i))));
  screen.step('services', 'express-shop: node --import @vigil/node/register shop.js');
  screen.step('', 'fastify-warehouse: node --require @vigil/node/register warehouse.js');
  const traffic = await orFailure(all, sendTraffic(shopUrl, (done, of) => screen.progress('traffic', done, of)));
  screen.step('traffic', trafficText(traffic));
  await orFailure(all, arrivalOf(traffic, receiver));
  // In the order of the flow, each with time to hand over what it still holds.
  for (const each of [...services, ...processes]) await each.stop();
  show(receiver, traffic);
}

/** The Collector between the services and us when there is one, else nothing. */
async function startPath(receiverUrl: string): Promise<{ url: string; processes: Process[] }> {
  const collector = await startCollector(receiverUrl);
  const direct = (why: string): { url: string; processes: Process[] } => {
    screen.step('telemetry', `services → this terminal; ${why}`);
    return { url: receiverUrl, processes: [] };
  };
  if ('missing' in collector) return direct(collector.missing);
  belongings.add(() => collector.process.stop());
  try {
    await whenAnswering(collector);
  } catch (error) {
    // An older Collector on PATH may not know a name of the configuration: no reason to show nothing.
    return direct(`a Collector is here and does not run. ${(error as Error).message}`);
  }
  screen.step('telemetry', `services → OpenTelemetry Collector → this terminal  (Collector ${collector.how})`);
  return { url: collector.url, processes: [collector.process] };
}

function orFailure<T>(processes: readonly Process[], work: Promise<T>): Promise<T> {
  return Promise.race([work, ...processes.map(({ failure }) => failure)]);
}

// Not arriving is told on the screen in figures, it does not end the demo.
async function arrivalOf(traffic: Traffic, receiver: Receiver): Promise<void> {
  await receiver.waitFor(() => requestsIn(receiver).length >= traffic.sent, arrival).catch(() => undefined);
}

function requestsIn({ spans }: Receiver): ReceivedSpan[] {
  return spans.filter((span) => span.kind === 'server' && span.parentSpanId === '');
}

function show(receiver: Receiver, traffic: Traffic): void {
  const requests = requestsIn(receiver);
  const { spans, logs, metrics } = receiver;
  screen.step('arrived', `${requests.length} of ${traffic.sent} requests as traces: ${spans.length} spans, ${logs.length} log lines, ` +
    `${new Set(metrics.map(({ name }) => name)).size} metrics, in ${receiver.requests.length} OTLP requests`);
  screen.waterfall('One slow request, through both services', receiver, slowest(requests.filter(isShipment)));
  screen.waterfall('One that failed', receiver, requests.find(isFailed));
  screen.routes(receiver);
  screen.next('http://localhost:4318');
}

function slowest(spans: readonly ReceivedSpan[]): ReceivedSpan | undefined {
  return spans.toSorted((a, b) => Number(b.endTime - b.startTime - (a.endTime - a.startTime)))[0];
}

// The slow kind of request, and the one that crosses between the services in both directions.
function isShipment(span: ReceivedSpan): boolean {
  return span.name.startsWith('POST') && !isFailed(span);
}

function isFailed({ status }: ReceivedSpan): boolean {
  return status.code === 'error';
}
