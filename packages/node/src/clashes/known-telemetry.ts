/** Packages that register their own parts with the OpenTelemetry API; the one that tells most comes first. */
export const SDKS: readonly string[] = [
  '@elastic/opentelemetry-node', '@splunk/otel', '@azure/monitor-opentelemetry', '@honeycombio/opentelemetry-node', '@dash0/opentelemetry',
  '@aws/aws-distro-opentelemetry-node-autoinstrumentation', '@newrelic/opentelemetry', 'solarwinds-apm', 'logfire', '@logfire/node', '@vercel/otel',
  '@sentry/node', '@sentry/nestjs', '@sentry/nextjs', '@sentry/opentelemetry',
  '@opentelemetry/auto-instrumentations-node', '@opentelemetry/sdk-node', '@opentelemetry/sdk-trace-node', '@opentelemetry/sdk-trace', '@opentelemetry/sdk-trace-base',
];

/** Packages that watch the same requests by means of their own. */
export const AGENTS: readonly string[] = [
  'dd-trace', 'newrelic', 'elastic-apm-node', '@instana/collector', '@appsignal/nodejs', 'applicationinsights', 'appdynamics', '@sentry/node',
];

/** Frameworks whose instances tell nothing when they are older than Vigil. The others are watched through channels all the same. */
export const NEED_TO_COME_LATER: readonly string[] = ['fastify'];

export const API = '@opentelemetry/api';
