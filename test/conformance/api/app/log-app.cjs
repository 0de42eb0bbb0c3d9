'use strict';
// Emits log records through the API, within a request and without one, and measures with instruments of its own.
const http = require('node:http');
const { logs, metrics } = require('@opentelemetry/api');

const logger = logs.getLogger('of the application', '1');
const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`app.many.${i}`, i]));
const RECORDS = {
  plain: { body: 'plain', severityNumber: 9, severityText: 'INFO' },
  structured: { body: { text: 'x', list: [1, 'two', null], deep: { er: true } }, attributes: { 'app.list': ['a', 'b'], 'app.mixed': ['a', 1, true], 'app.object': { a: { b: 1 } }, 'app.null': null } },
  event: { eventName: 'authn_login_fail', body: 'event', attributes: { 'app.user': 'u' }, timestamp: new Date(1_700_000_000_000), observedTimestamp: 1_700_000_000_001 },
  full: { body: 'full', attributes: many },
  long: { body: 'long '.repeat(1000), attributes: { 'app.long': 'x'.repeat(5000), 'app.longs': ['y'.repeat(5000)] } },
  thrown: { body: 'thrown', exception: new TypeError('wrong') },
  fatal: { body: 'fatal', severityNumber: 21 },
  empty: {},
};

const meter = metrics.getMeter('of the application', '1');
const counter = meter.createCounter('app.count', { unit: '{thing}', description: 'Things.' });
const upDown = meter.createUpDownCounter('app.level');
const histogram = meter.createHistogram('app.size', { unit: 'By' });
const advised = meter.createHistogram('app.advised', { advice: { explicitBucketBoundaries: [1, 2, 3] } });
const gauge = meter.createGauge('app.gauge');
meter.createObservableCounter('app.observed.count').addCallback((result) => result.observe(7, { a: 1 }));
meter.createObservableUpDownCounter('app.observed.level').addCallback((result) => result.observe(-3));
meter.createObservableGauge('app.observed.gauge').addCallback((result) => result.observe(0.5, { b: 'x' }));

function measure() {
  counter.add(2, { kind: 'a' });
  counter.add(-1);
  upDown.add(-5);
  for (const value of [0, 7, 300, 20_000]) histogram.record(value, { kind: 'a' });
  for (const value of [0.5, 2, 9]) advised.record(value);
  gauge.record(1);
  gauge.record(3);
  for (let i = 0; i < 2100; i++) counter.add(1, { id: i });
}

const emitAll = () => { for (const record of Object.values(RECORDS)) logger.emit(record); };
const server = http.createServer((request, response) => {
  emitAll();
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  emitAll();
  measure();
  process.stdout.write(`LISTENING ${server.address().port}\n`);
});
process.on('SIGUSR2', () => {
  server.close();
  server.closeAllConnections();
});
