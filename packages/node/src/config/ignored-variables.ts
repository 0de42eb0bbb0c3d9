const BY_COLLECTOR = 'OTLP is the only export; the Collector sends on in other formats.';
const NO_EXEMPLARS = 'The OpenTelemetry SDK for JavaScript makes no exemplars.';

/** Variables of the specification, and of the SDK for Node.js, that change nothing here, and why. */
export const IGNORED_VARIABLES: Readonly<Record<string, string>> = {
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: BY_COLLECTOR,
  OTEL_EXPORTER_ZIPKIN_TIMEOUT: BY_COLLECTOR,
  OTEL_EXPORTER_ZIPKIN_PROTOCOL: BY_COLLECTOR,
  OTEL_EXPORTER_PROMETHEUS_HOST: BY_COLLECTOR,
  OTEL_EXPORTER_PROMETHEUS_PORT: BY_COLLECTOR,
  OTEL_METRICS_EXEMPLAR_FILTER: NO_EXEMPLARS,
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'The old name of `OTEL_CONFIG_FILE`.',
  OTEL_SEMCONV_STABILITY_OPT_IN: 'Vigil has only the stable conventions.',
  OTEL_NODE_RESOURCE_DETECTORS: 'The resource is read from the process and its environment; what a detector would find goes into `OTEL_RESOURCE_ATTRIBUTES`.',
  OTEL_NODE_EXPERIMENTAL_SDK_METRICS: 'What arrived and what was lost, `status()` tells.',
};
