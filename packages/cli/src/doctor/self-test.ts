import { startReceiver, type Receiver } from '../receiver/receiver.ts';
import { examineProcess } from './examine-process.ts';
import { findPackage } from './find-package.ts';
import { finding, type Finding } from './finding.ts';
import { isSilentPino } from './is-silent-pino.ts';
import type { ProcessReport } from './process-report.ts';

/** One request to a server of its own, and in its handler, after some waiting, a line of each logger and a call; then a natural end. */
const programOf = (loggers: readonly string[]): string => `
  const http = require('node:http');
  const make = { pino: (pino) => pino(), bunyan: (bunyan) => bunyan.createLogger({ name: 'self-test' }),
    winston: (winston) => winston.createLogger({ transports: [new winston.transports.Console()] }) };
  const loggers = ${JSON.stringify(loggers)}.map((name) => [name, make[name](require(name))]);
  const server = http.createServer((request, response) => {
    if (request.url === '/called') return void response.end(request.headers.traceparent ?? '');
    setTimeout(async () => {
      for (const [name, logger] of loggers) logger.info('self-test by ' + name);
      response.end(await (await fetch(here + '/called')).text());
    }, 1);
  });
  let here;
  server.listen(0, '127.0.0.1', () => {
    here = 'http://127.0.0.1:' + server.address().port;
    http.get({ host: '127.0.0.1', port: server.address().port, path: '/asked', agent: false }, (answer) => {
      answer.resume().on('end', () => { server.close(); server.closeAllConnections(); });
    });
  });`;

export interface SelfTestParts {
  readonly register: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Those that are installed. */
  readonly loggers: readonly string[];
}

/** It takes half a second; a machine may be busy. */
const TIME = 30_000;

/**
 * Runs the installed preset on this Node, against a receiver of our own: does a request become spans that hang together, and
 * do they and the metrics leave before the process ends? Answers what did not happen. Nothing is sent anywhere else.
 */
export async function selfTest({ register, folder, env, loggers }: SelfTestParts): Promise<Finding[]> {
  const receiver = await startReceiver();
  try {
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_OPTIONS$|HTTPS?_PROXY$)/i.test(name)));
    const examined = await examineProcess({
      command: process.execPath, args: ['--import', register, '--eval', programOf(loggers)], folder, time: TIME, onOutput: () => {},
      env: { ...own, OTEL_SERVICE_NAME: 'vigil-self-test', VIGIL_SEND_LOGS: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, VIGIL_LOG_LEVEL: 'none' },
    });
    const failed = examined.failure === undefined ? missing(receiver, loggers) : [`the process ended with ${examined.failure}`];
    return failed.map((what) => finding('VIGIL_SELF_TEST_FAILED', register, { what }));
  } finally {
    await receiver.close();
  }
}

function missing({ spans, metrics, logs }: Receiver, loggers: readonly string[]): string[] {
  const [asked, called] = ['/asked', '/called'].map((path) => spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === path));
  const call = spans.find(({ kind, attributes }) => kind === 'client' && String(attributes['url.full']).endsWith('/called'));
  const failures: Readonly<Record<string, boolean>> = {
    'a request made no server span': asked === undefined || called === undefined,
    'a call by fetch made no client span': call === undefined,
    'the call does not belong to the request it was made in': call !== undefined && call.parentSpanId !== asked?.spanId,
    'the called side does not continue the trace': called !== undefined && called.parentSpanId !== call?.spanId,
    'no metric of the requests arrived': !metrics.some(({ name }) => name === 'http.server.request.duration'),
  };
  const silent = loggers.filter((name) => !logs.some(({ body, traceId }) => body === `self-test by ${name}` && traceId === asked?.traceId));
  return [...Object.keys(failures).filter((what) => failures[what]), ...silent.map((name) => `a line of ${name} did not find its request`)];
}

/** The loggers that an application in this folder would get, and that Vigil can see on its Node and in their versions. */
export function loggersOf(folder: string, reports: readonly ProcessReport[]): string[] {
  const seen = reports.some(({ start }) => start.moduleHooks) ? ['pino', 'winston', 'bunyan'] : ['pino'];
  return seen.flatMap((name) => findPackage(name, folder) ?? []).filter((copy) => !isSilentPino(copy)).map(({ name }) => name);
}
