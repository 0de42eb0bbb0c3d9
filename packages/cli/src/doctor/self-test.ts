import { startReceiver, type Receiver } from '../receiver/receiver.ts';
import { examineProcess } from './examine-process.ts';
import { finding, type Finding } from './finding.ts';

/** One request to a server of its own, and in its handler, after some waiting, one call; then a natural end. */
const PROGRAM = `
  const http = require('node:http');
  const server = http.createServer((request, response) => {
    if (request.url === '/called') return void response.end(request.headers.traceparent ?? '');
    setTimeout(async () => response.end(await (await fetch(here + '/called')).text()), 1);
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
}

const TIME = 10_000;

/**
 * Runs the installed preset on this Node, against a receiver of our own: does a request become spans that hang together, and
 * do they and the metrics leave before the process ends? Answers what did not happen. Nothing is sent anywhere else.
 */
export async function selfTest({ register, folder, env }: SelfTestParts): Promise<Finding[]> {
  const receiver = await startReceiver();
  try {
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OTEL_|VIGIL_|NODE_OPTIONS$|HTTPS?_PROXY$)/i.test(name)));
    const examined = await examineProcess({
      command: process.execPath, args: ['--import', register, '--eval', PROGRAM], folder, time: TIME, onOutput: () => {},
      env: { ...own, OTEL_SERVICE_NAME: 'vigil-self-test', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, VIGIL_LOG_LEVEL: 'none' },
    });
    const failed = examined.failure === undefined ? missing(receiver) : [`the process ended with ${examined.failure}`];
    return failed.map((what) => finding('VIGIL_SELF_TEST_FAILED', register, { what }));
  } finally {
    await receiver.close();
  }
}

function missing({ spans, metrics }: Receiver): string[] {
  const [asked, called] = ['/asked', '/called'].map((path) => spans.find(({ kind, attributes }) => kind === 'server' && attributes['url.path'] === path));
  const call = spans.find(({ kind, attributes }) => kind === 'client' && String(attributes['url.full']).endsWith('/called'));
  const failures: Readonly<Record<string, boolean>> = {
    'a request made no server span': asked === undefined || called === undefined,
    'a call by fetch made no client span': call === undefined,
    'the call does not belong to the request it was made in': call !== undefined && call.parentSpanId !== asked?.spanId,
    'the called side does not continue the trace': called !== undefined && called.parentSpanId !== call?.spanId,
    'no metric of the requests arrived': !metrics.some(({ name }) => name === 'http.server.request.duration'),
  };
  return Object.keys(failures).filter((what) => failures[what]);
}
