'use strict';
// Serves `/span/<case>`, `/context/<case>`, `/call/...`, `/end/...` and `/back/...`, and answers with what the case saw, ids by what they are.
const { once } = require('node:events');
const http = require('node:http');
const { trace } = require('@opentelemetry/api');
const spanCases = require('./span-cases.cjs');
const contextCases = require('./context-cases.cjs');

const tracer = trace.getTracer('of the application', '1');

/** The answer of a case, with the ids of this run by their names. */
function shown(value, span) {
  const { traceId, spanId } = span.spanContext();
  return JSON.stringify(value ?? null).replaceAll(traceId, 'TRACE').replaceAll(spanId, 'SERVER');
}

function runSpanCase(touch, span) {
  const child = tracer.startSpan('child', { kind: 2, attributes: { 'app.of': 'child' } });
  const result = { server: touch(span), child: touch(child) };
  child.end();
  return result;
}

async function runContextCase(look, span) {
  const here = () => {
    const active = trace.getActiveSpan();
    return active === undefined ? 'none' : active === span ? 'SERVER' : active.spanContext().spanId;
  };
  return look(here, tracer);
}

/** Of the end of a response: what its listeners see, and what they may still do. */
function watchEnd(response, span) {
  response.on('finish', () => {
    span.setAttribute('app.finish', `${trace.getActiveSpan() === span} ${span.isRecording()}`);
    span.addEvent('finished');
  });
}

/** Calls another service, and answers with what that one got; the span of the call has an id that the test cannot know. */
async function call(span) {
  const calling = http.get(process.env.OTHER_SERVICE, { agent: false });
  const [response] = await once(calling, 'response');
  let body = '';
  for await (const chunk of response) body += chunk;
  const { traceparent, tracestate, baggage } = JSON.parse(body);
  return { traceparent: traceparent?.replace(/-[0-9a-f]{16}-/, '-CALL-'), tracestate, baggage, here: trace.getActiveSpan() === span };
}

let last;
/** Looks at the span of the request before this one, which is over by now, and tries to change it. */
function lookBack() {
  if (last === undefined) return 'none';
  const own = Object.fromEntries(Object.entries(last.attributes ?? {}).filter(([key]) => key.startsWith('app.') || key === 'http.response.status_code'));
  const looks = { ...last.status, name: last.name, kind: last.kind, own, events: last.events?.length, ended: last.ended, recording: last.isRecording() };
  const times = { start: last.startTime?.length, took: last.duration?.[0], endsLater: last.endTime?.[0] >= last.startTime?.[0], service: last.resource?.attributes['service.name'] };
  last.setAttribute('app.too.late', 1);
  return { ...looks, ...times, parent: last.parentSpanContext?.spanId, after: last.attributes?.['app.too.late'] };
}

async function valueOf(kind, name, span) {
  if (kind === 'span') return runSpanCase(spanCases[name], span);
  if (kind === 'context') return runContextCase(contextCases[name], span);
  return kind === 'call' ? call(span) : kind === 'back' ? lookBack() : null;
}

const server = http.createServer(async (request, response) => {
  const span = trace.getActiveSpan();
  const [, kind, name] = decodeURIComponent(request.url).split('/');
  // So that the test can tell whose spans are whose.
  response.setHeader('x-trace', span.spanContext().traceId);
  if (kind === 'end') watchEnd(response, span);
  response.end(shown(await valueOf(kind, name, span), span));
  last = span;
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`LISTENING ${server.address().port}\n`));
process.on('SIGUSR2', () => {
  server.close();
  server.closeAllConnections();
});
