'use strict';
// Preloaded in Vigil's place: OpenTelemetry's own SDK with the instrumentations whose work Vigil does.
const { createRequire } = require('node:module');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { FastifyOtelInstrumentation } = require('@fastify/otel');

const fromAuto = createRequire(require.resolve('@opentelemetry/auto-instrumentations-node'));
const auto = (name) => {
  const { [name]: Instrumentation } = fromAuto(`@opentelemetry/instrumentation-${name.replace('Instrumentation', '').replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`);
  return new Instrumentation();
};
const NAMES = ['HttpInstrumentation', 'ExpressInstrumentation', 'RouterInstrumentation', 'UndiciInstrumentation', 'RuntimeNodeInstrumentation', 'HostMetricsInstrumentation'];

const sdk = new NodeSDK({ instrumentations: [...NAMES.map(auto), new FastifyOtelInstrumentation({ registerOnInitialization: true })] });
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());
