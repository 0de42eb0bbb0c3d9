'use strict';
// What an application may do to a span. Each case is done to the request's own span and to a child of it; what it answers
// must be the same whoever made the span.
const { createTraceState } = require('@opentelemetry/api');

const other = (spanId) => ({ traceId: 'a'.repeat(32), spanId: spanId.repeat(16), traceFlags: 1 });
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

module.exports = {
  'attributes of every type': (span) => {
    span.setAttributes({
      'app.text': 'é', 'app.empty': '', 'app.whole': 7, 'app.half': 0.5, 'app.large': 2 ** 53, 'app.minus': -1, 'app.yes': true, 'app.no': false,
      'app.texts': ['a', 'b'], 'app.numbers': [1, 2.5], 'app.flags': [true, false], 'app.none': [], 'app.holes': ['a', null, undefined],
      'app.mixed': ['a', 1], 'app.object': { deep: { er: 1 } }, 'app.bytes': new Uint8Array([1, 2]), 'app.null': null, 'app.undefined': undefined,
      'app.date': new Date(0), 'app.symbol': Symbol('s'), 'app.function': () => {}, 'app.big': 1n, 'app.nan': Number.NaN, '': 'no key',
    });
  },
  'an attribute that is set twice': (span) => span.setAttribute('app.a', 1).setAttribute('app.a', 2) === span,
  'attributes beyond any limit': (span) => { for (const i of times(200, (n) => n)) span.setAttribute(`app.many.${i}`, i); },
  'attributes that are long': (span) => void span.setAttributes({ 'app.long': 'x'.repeat(5000), 'app.longs': ['y'.repeat(5000), 'short'], 'app.wide': '€'.repeat(3000) }),
  'events of every form': (span) => {
    span.addEvent('bare').addEvent('with attributes', { 'app.a': 1, 'app.texts': ['a'] });
    span.addEvent('with a date', new Date(1_700_000_000_000)).addEvent('with milliseconds', 1_700_000_000_001).addEvent('with both', { a: 1 }, [1_700_000_000, 5]);
    return span.addEvent('last') === span;
  },
  'events beyond any limit': (span) => { for (const i of times(200, (n) => n)) span.addEvent(`event ${i}`); },
  'an event with attributes beyond any limit': (span) => void span.addEvent('full', Object.fromEntries(times(200, (i) => [`a${i}`, i]))),
  'an event with a long attribute': (span) => void span.addEvent('long', { text: 'x'.repeat(5000) }),
  'a link': (span) => span.addLink({ context: other('b'), attributes: { 'app.why': 'retry' } }) === span,
  'links, one with trace state': (span) => void span.addLinks([{ context: other('b') }, { context: { ...other('c'), traceState: createTraceState('a=b,c=d') } }]),
  'links beyond any limit': (span) => span.addLinks(times(200, (i) => ({ context: other('b'), attributes: { i } }))) === span,
  'a link with attributes beyond any limit': (span) => void span.addLink({ context: other('b'), attributes: Object.fromEntries(times(200, (i) => [`a${i}`, 'long '.repeat(600)])) }),
  'an error': (span) => void span.recordException(new TypeError('wrong')),
  'an error with a code': (span) => void span.recordException(Object.assign(new Error('gone'), { code: 'ENOENT' })),
  'an error with a number for a code, at a time': (span) => void span.recordException(Object.assign(new Error('gone'), { code: 7 }), 1_700_000_000_000),
  'an error that is text': (span) => void span.recordException('said so'),
  'an error that is an object': (span) => void span.recordException({ name: 'Odd', message: 'no class' }),
  'an error that says nothing': (span) => void span.recordException({}),
  'a status of error': (span) => span.setStatus({ code: 2, message: 'broken' }) === span,
  'a status of ok, which stays': (span) => void span.setStatus({ code: 2, message: 'broken' }).setStatus({ code: 1, message: 'not kept' }).setStatus({ code: 2 }),
  'a status that is unset, which changes nothing': (span) => void span.setStatus({ code: 2, message: 'broken' }).setStatus({ code: 0 }),
  'a status whose message is no text': (span) => void span.setStatus({ code: 2, message: 5 }),
  'another name': (span) => span.updateName('other name') === span,
  'an early end': (span) => {
    const before = span.isRecording();
    span.setAttribute('app.before', 1);
    span.end();
    span.setAttribute('app.after', 1).setAttributes({ 'app.later': 1 }).addEvent('after').addLink({ context: other('b') }).setStatus({ code: 2 }).updateName('after');
    span.recordException(new Error('after'));
    span.end();
    return [before, span.isRecording(), span.spanContext().traceFlags];
  },
  'an end at a time of its own': (span) => { span.end(new Date(Date.now() + 60_000)); return span.isRecording(); },
  'its own context, always the same object': (span) => {
    const context = span.spanContext();
    return [context === span.spanContext(), context.traceFlags, context.traceState?.serialize(), context.isRemote, span.isRecording()];
  },
  'what a readable span shows': (span) => {
    const was = { name: span.name, kind: span.kind, events: span.events?.length, links: span.links?.length, ended: span.ended, status: span.status };
    span.setAttribute('app.seen', 1).addEvent('seen').updateName('seen');
    return {
      was, attributes: typeof span.attributes, events: span.events?.length, name: span.name, dropped: typeof span.droppedAttributesCount, duration: span.duration,
      parent: span.parentSpanContext === undefined ? 'none' : { ...span.parentSpanContext, traceState: span.parentSpanContext.traceState?.serialize() },
      service: span.resource?.attributes['service.name'], scope: typeof span.instrumentationScope?.name, start: span.startTime?.length, end: span.endTime,
    };
  },
};
