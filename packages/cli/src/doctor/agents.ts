const AGENTS: ReadonlySet<string> = new Set([
  'dd-trace', 'newrelic', 'elastic-apm-node', '@elastic/opentelemetry-node', '@sentry/node', '@splunk/otel', 'applicationinsights',
  '@azure/monitor-opentelemetry', '@instana/collector', '@appsignal/nodejs', '@honeycombio/opentelemetry-node', '@pydantic/logfire-node',
]);

/** Packages that watch the same requests as Vigil once they are started. */
export function isAgent(name: string): boolean {
  return AGENTS.has(name);
}
