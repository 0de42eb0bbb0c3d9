'use strict';
// What an application may do with contexts while it serves a request. `here()` names the span that is current.
const { AsyncResource } = require('node:async_hooks');
const { EventEmitter, once } = require('node:events');
const { readFile } = require('node:fs');
const { readFile: readFilePromise } = require('node:fs/promises');
const { PassThrough, Readable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');
const { promisify } = require('node:util');
const { context, createContextKey, propagation, ROOT_CONTEXT, trace } = require('@opentelemetry/api');

const KEY = createContextKey('of the application');
const later = (start) => new Promise((resolve, reject) => start(resolve, reject));

module.exports = {
  'across an await': async (here) => [here(), await Promise.resolve(), here(), await sleep(1), here()],
  'in a timer, an immediate, a tick and a microtask': (here) => Promise.all([
    later((done) => setTimeout(() => done(here()), 1)), later((done) => setImmediate(() => done(here()))),
    later((done) => process.nextTick(() => done(here()))), later((done) => queueMicrotask(() => done(here()))),
  ]),
  'in an interval': (here) => later((done) => { const timer = setInterval(() => { clearInterval(timer); done(here()); }, 1); }),
  'in callbacks of files': async (here) => [await later((done) => readFile(__filename, () => done(here()))), await readFilePromise(__filename) && here()],
  'in a promisified function': async (here) => { await promisify(readFile)(__filename); return here(); },
  'in events of a stream': async (here) => {
    const seen = [];
    const through = new PassThrough().on('data', () => seen.push(here())).on('end', () => seen.push(here()));
    await pipeline(Readable.from(['a', 'b']), through);
    return seen;
  },
  'in an asynchronous iteration': async (here) => { const seen = []; for await (const _ of Readable.from(['a', 'b'])) seen.push(here()); return seen; },
  'in an event, of the one who emits it': (here) => {
    const emitter = new EventEmitter();
    let seen;
    context.with(ROOT_CONTEXT, () => emitter.on('x', () => (seen = here())));
    emitter.emit('x');
    return seen;
  },
  'in an event that is waited for': async (here) => {
    const emitter = new EventEmitter();
    setImmediate(() => emitter.emit('x'));
    await once(emitter, 'x');
    return here();
  },
  'in a bound function': (here) => {
    const bound = context.bind(context.active(), here);
    return [context.with(ROOT_CONTEXT, here), context.with(ROOT_CONTEXT, bound)];
  },
  'in the events of a bound emitter': (here) => {
    const emitter = context.bind(context.active(), new EventEmitter());
    const seen = [];
    emitter.on('x', () => seen.push(here()));
    emitter.once('x', () => seen.push(here()));
    context.with(ROOT_CONTEXT, () => emitter.emit('x') && emitter.emit('x'));
    return seen;
  },
  'in an asynchronous resource': (here) => {
    const resource = new AsyncResource('test');
    return context.with(ROOT_CONTEXT, () => resource.runInAsyncScope(here));
  },
  'within another context, and behind it': (here) => [
    context.with(ROOT_CONTEXT, here), here(), context.with(context.active(), here), context.with(context.active(), (a, b) => [a, b], undefined, 1, 2),
    context.with(context.active(), function () { return this.x; }, { x: 'this' }),
  ],
  'behind another context that threw': (here) => {
    try { context.with(ROOT_CONTEXT, () => { throw new Error('x'); }); } catch { return here(); }
    return 'not thrown';
  },
  'within another context, asynchronously': async (here) => [await context.with(ROOT_CONTEXT, async () => { await sleep(1); return here(); }), here()],
  'with values of its own': async (here) => {
    const active = context.active();
    const mine = active.setValue(KEY, 'mine');
    const seen = await context.with(mine, async () => { await sleep(1); return [context.active().getValue(KEY), here()]; });
    return [active.getValue(KEY), seen, mine.deleteValue(KEY).getValue(KEY), context.active().getValue(KEY), active.deleteValue(KEY).getValue(KEY)];
  },
  'without its span': (here) => [context.with(trace.deleteSpan(context.active()), here), trace.getSpan(ROOT_CONTEXT), trace.getSpanContext(context.active()) === trace.getActiveSpan().spanContext()],
  'with a span that is only named': (here) => {
    const named = trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 });
    return context.with(trace.setSpan(context.active(), named), () => [trace.getActiveSpan() === named, here(), named.isRecording()]);
  },
  'with baggage': (here) => {
    const given = propagation.getActiveBaggage()?.getAllEntries();
    const mine = propagation.setBaggage(context.active(), propagation.createBaggage({ a: { value: '1' } }));
    return context.with(mine, () => [given, propagation.getActiveBaggage().getEntry('a').value, here()]);
  },
  'told to another service': () => { const carrier = {}; propagation.inject(context.active(), carrier); return carrier; },
  'taken from another service': () => {
    const extracted = propagation.extract(context.active(), { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`, tracestate: 'x=y' });
    const { traceFlags, traceState, isRemote } = trace.getSpanContext(extracted);
    return [traceFlags, traceState.serialize(), isRemote, trace.getSpanContext(propagation.extract(context.active(), {})) === trace.getActiveSpan().spanContext()];
  },
  'in spans that are made in it': async (here, tracer) => tracer.startActiveSpan('outer', async (outer) => {
    await sleep(1);
    const seen = trace.getActiveSpan() === outer;
    const inner = tracer.startSpan('inner', { attributes: { 'app.a': 1 }, links: [{ context: outer.spanContext() }] });
    const made = [seen, inner.spanContext().traceId === outer.spanContext().traceId, inner.isRecording()];
    for (const span of [inner, outer]) span.end();
    return [...made, trace.getActiveSpan() === outer];
  }),
  'in a span that begins a trace': (here, tracer) => {
    const span = tracer.startSpan('root', { root: true, kind: 4 });
    span.end();
    return span.spanContext().traceId === trace.getActiveSpan().spanContext().traceId;
  },
  'in a span that is made of another context': (here, tracer) => {
    const span = tracer.startSpan('elsewhere', {}, ROOT_CONTEXT);
    span.end();
    return span.spanContext().traceId === trace.getActiveSpan().spanContext().traceId;
  },
};
