'use strict';
// Preloaded: Vigil or the stock SDK (WAY) with a span processor and an exporter of the application's own, which tell what they saw.
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { trace } = require('@opentelemetry/api');

const root = join(__dirname, '../../../..');
const { SimpleSpanProcessor } = createRequire(join(root, 'packages/node/package.json'))('@opentelemetry/sdk-trace');

const FIELDS = [
  'name', 'kind', 'parentSpanContext', 'startTime', 'endTime', 'status', 'attributes', 'links', 'events', 'duration', 'ended', 'resource',
  'instrumentationScope', 'droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount', 'spanContext',
];
const seen = [];
const open = new Map();
const own = ({ attributes }) => Object.fromEntries(Object.entries(attributes).filter(([key]) => key.startsWith('app.')));
const shape = (span) => FIELDS.map((field) => `${field}: ${Array.isArray(span[field]) ? 'list' : typeof span[field]}`);
const isOpen = (span) => open.get(span.spanContext().spanId) === span;

const processor = {
  onStart: (span, parentContext) => {
    open.set(span.spanContext().spanId, span);
    seen.push(['start', span.name, span.kind, span.ended, span.isRecording(), trace.getSpanContext(parentContext)?.spanId === span.parentSpanContext?.spanId, shape(span)]);
    span.setAttribute('app.by.processor', 'at its start');
  },
  onEnding: (span) => {
    seen.push(['ending', isOpen(span), span.ended, own(span)]);
    span.setAttribute('app.at.last', 'at its ending');
  },
  onEnd: (span) => {
    span.setAttribute('app.too.late', 1);
    seen.push(['end', isOpen(span), span.name, span.kind, span.ended, span.status, span.events.map(({ name }) => name), span.links.length, own(span), shape(span)]);
  },
  forceFlush: async () => void seen.push(['flush']),
  shutdown: async () => void seen.push(['shutdown']),
};
const exporter = {
  export: (spans, done) => {
    for (const span of spans) seen.push(['exported', isOpen(span), span.name, own(span), shape(span)]);
    done({ code: 0 });
  },
  forceFlush: async () => {},
  shutdown: async () => void seen.push(['exporter shutdown']),
};

const spanProcessors = [processor, new SimpleSpanProcessor({ exporter })];
if (process.env.WAY === 'stock') {
  const stock = createRequire(require.resolve('@opentelemetry/auto-instrumentations-node'));
  const { HttpInstrumentation } = stock('@opentelemetry/instrumentation-http');
  new (stock('@opentelemetry/sdk-node').NodeSDK)({ spanProcessors, instrumentations: [new HttpInstrumentation()] }).start();
} else {
  require('@vigil/node').start({ spanProcessors });
}
process.on('exit', () => process.stdout.write(`SEEN ${JSON.stringify(seen)}\n`));
