const AGENTS: ReadonlySet<string> = new Set([
  'dd-trace', 'newrelic', 'elastic-apm-node', 'applicationinsights', 'appdynamics', 'solarwinds-apm', '@instana/collector', '@appsignal/nodejs',
  '@sentry/node', '@elastic/opentelemetry-node', '@splunk/otel', '@azure/monitor-opentelemetry', '@honeycombio/opentelemetry-node',
  '@dash0/opentelemetry', '@newrelic/opentelemetry', '@vercel/otel', 'logfire', '@logfire/node', '@aws/aws-distro-opentelemetry-node-autoinstrumentation',
]);

/** Packages that watch the same requests as Vigil once they are started. */
export function isAgent(name: string): boolean {
  return AGENTS.has(name);
}
