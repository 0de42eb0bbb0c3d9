import { fileURLToPath } from 'node:url';
import { startReceiver, type ReceivedMetric, type ReceivedSpan } from '@vigil/cli';
import { startService } from '../../support/service.ts';
import { agentOf, ask } from './ask.ts';
import { QUESTIONS } from './questions.ts';
import { CERTIFICATE, type Targets } from './targets.ts';

/** The applications that are compared; without a number in the newest major. */
export const FRAMEWORKS = ['http', 'https', 'express', 'express 4', 'fastify', 'fastify 4'] as const;
export type Framework = (typeof FRAMEWORKS)[number];
export type Preset = 'vigil' | 'stock';

/** What a preset told of one application. */
export interface Told {
  /** The spans of each question's trace, the server span first; none for a caller that is not sampled. */
  readonly spans: ReadonlyMap<string, readonly ReceivedSpan[]>;
  /** By name; of each the last export. */
  readonly metrics: ReadonlyMap<string, ReceivedMetric>;
}

const INSTEAD = fileURLToPath(new URL('app/stock.cjs', import.meta.url));

/** Runs one application under one preset, asks everything, ends it, and gathers what arrived. */
export async function run(framework: Framework, preset: Preset, targets: Targets): Promise<Told> {
  const sink = await startReceiver();
  const [app, major = ''] = framework.split(' ');
  const service = startService({
    app: `../conformance/stock/app/${app}.cjs`, endpoint: sink.url,
    preload: preset === 'vigil' ? 'require' : 'none', nodeArgs: ['--expose-gc', ...(preset === 'vigil' ? [] : ['--require', INSTEAD])],
    env: {
      FRAMEWORK: `${app}${major}`, TARGETS: JSON.stringify(targets), NODE_EXTRA_CA_CERTS: fileURLToPath(CERTIFICATE), OTEL_NODE_RESOURCE_DETECTORS: 'env',
      OTEL_SEMCONV_STABILITY_OPT_IN: 'http', OTEL_METRICS_EXPORTER: 'otlp', OTEL_LOGS_EXPORTER: 'none',
    },
  });
  try {
    const url = (await service.url()).replace('http:', framework === 'https' ? 'https:' : 'http:');
    for (const [number, question] of QUESTIONS.entries()) await ask(service, url, question, number);
    const { code } = await service.stop('SIGUSR2');
    if (code !== 0) throw new Error(`${framework} under ${preset} ended with ${code}:\n${service.stderr()}`);
    return { spans: byQuestion(sink.spans), metrics: new Map(sink.metrics.map((metric) => [metric.name, metric])) };
  } finally {
    await service.stop('SIGKILL');
    await sink.close();
  }
}

/** A trace that a caller began is that of several questions: there only the server span and what hangs below it counts. */
function byQuestion(spans: readonly ReceivedSpan[]): Map<string, ReceivedSpan[]> {
  const server = (number: number): ReceivedSpan | undefined => spans.find(({ kind, attributes }) => kind === 'server' && attributes['user_agent.original'] === agentOf(number));
  return new Map(QUESTIONS.map(({ name }, number): [string, ReceivedSpan[]] => {
    const root = server(number);
    return [name, root === undefined ? [] : [root, ...below(root, spans)]];
  }));
}

function below({ traceId, spanId }: ReceivedSpan, spans: readonly ReceivedSpan[]): ReceivedSpan[] {
  const children = spans.filter((span) => span.traceId === traceId && span.parentSpanId === spanId).toSorted((a, b) => Number(a.startTime - b.startTime));
  return children.flatMap((child) => [child, ...below(child, spans)]);
}
