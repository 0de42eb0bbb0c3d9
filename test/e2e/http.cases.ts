import { expect } from 'chai';
import { freePorts } from '../support/free-ports.ts';
import { endingCases } from './http-endings.cases.ts';
import { visits, type Running } from './http-visits.ts';

/** What differs between the frameworks; everything else must be the same. */
export interface Framework {
  readonly name: string;
  /** Whether it tells the pattern of the route that answered. */
  readonly routes: boolean;
  /** Whether it tells what a handler threw. */
  readonly errors: boolean;
}

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** The behaviours that every framework, module kind and preload must show. */
export function httpCases(framework: Framework, running: () => Running): void {
  const route = (pattern: string): string | undefined => (framework.routes ? pattern : undefined);
  const { get, serverSpan, logged } = visits(running);
  const calledAs = (): URL => new URL(running().url);

  async function routeOf(path: string): Promise<{ name: string; route: unknown }> {
    await (await get(path)).text();
    const span = await serverSpan(path);
    return { name: span.name, route: span.attributes['http.route'] };
  }

  function expectRoute(found: { name: string; route: unknown }, pattern: string): void {
    const expected = route(pattern);
    expect(found).to.deep.equal({ name: expected === undefined ? 'GET' : `GET ${expected}`, route: expected });
  }

  it('makes one server span of a request, by the stable semantic conventions', async () => {
    await (await get('/plain?q=1', { 'user-agent': 'test/1' })).text();
    const span = await serverSpan('/plain');
    expect(running().sink.spans).to.have.length(1);
    expect(span.name).to.equal(framework.routes ? 'GET /plain' : 'GET');
    expect(span.attributes).to.include({
      'http.request.method': 'GET', 'url.scheme': calledAs().protocol.slice(0, -1), 'url.path': '/plain', 'url.query': 'q=1', 'http.response.status_code': 200,
      'network.protocol.version': running().client.version, 'network.peer.address': '127.0.0.1', 'client.address': '127.0.0.1',
      'server.address': calledAs().hostname, 'server.port': Number(calledAs().port), 'user_agent.original': 'test/1',
    });
    expect(span.status.code).to.equal('unset');
    expect(span.endTime > span.startTime).to.equal(true);
    expect(span.resource['service.name']).to.equal('under-test');
    expect(span.scope.name).to.equal('@vigil/node');
  });

  it('names the route by its pattern', async () => expectRoute(await routeOf('/users/7'), '/users/:id'));
  it('names the route below mounts with parameters', async () => expectRoute(await routeOf('/orgs/acme/teams/red'), '/orgs/:org/teams/:team'));
  it('names the route below mounts also when its handler fails', async () => {
    // First with an error: nothing was learnt before from a request that went well.
    expectRoute(await routeOf('/orgs/acme/teams/red/boom'), '/orgs/:org/teams/:team/boom');
  });
  it('names the root of a mount', async () => {
    const { route: found } = await routeOf('/orgs/acme/teams');
    // Fastify keeps the slash of a prefixed root as it is written there.
    expect([route('/orgs/:org/teams'), route('/orgs/:org/teams/')]).to.include(found);
  });
  it('names the route of a sub-application or plugin', async () => expectRoute(await routeOf('/admin/panel/9'), '/admin/panel/:id'));

  it('gives a 404 no route and calls it no error', async () => {
    expect((await get('/nowhere/4711')).status).to.equal(404);
    const span = await serverSpan('/nowhere/4711');
    expect(span.name).to.equal('GET');
    expect(span.attributes).to.not.have.property('http.route');
    expect(span.attributes['http.response.status_code']).to.equal(404);
    expect(span.status.code).to.equal('unset');
  });

  it('records what a handler throws', async () => expectFailure('/boom', 'TypeError', 'boom'));
  it('records what an async handler rejects with', async () => expectFailure('/reject', 'RangeError', 'rejected'));

  async function expectFailure(path: string, type: string, message: string): Promise<void> {
    expect((await get(path, { traceparent: TRACEPARENT })).status).to.equal(500);
    const span = await serverSpan(path);
    expect(span.traceId).to.equal(TRACEPARENT.split('-')[1]);
    expect(span.status.code).to.equal('error');
    expect(span.attributes['http.response.status_code']).to.equal(500);
    expect(span.attributes['error.type']).to.equal(framework.errors ? type : '500');
    if (!framework.errors) return;
    expect(span.events.map((event) => event.name)).to.deep.equal(['exception']);
    expect(span.events[0]?.attributes).to.include({ 'exception.type': type, 'exception.message': message });
  }

  it('records an error that comes before any route, and gives it none', async () => {
    await expectFailure('/early', 'TypeError', 'boom');
    expect((await serverSpan('/early')).attributes).to.not.have.property('http.route');
  });

  it('does not record an error that was answered with a 4xx', async () => {
    expect((await get('/teapot')).status).to.equal(418);
    const span = await serverSpan('/teapot');
    expect(span.status.code).to.equal('unset');
    expect(span.events).to.deep.equal([]);
  });

  it('continues the trace of the caller', async () => {
    await (await get('/plain', { traceparent: TRACEPARENT })).text();
    const span = await serverSpan('/plain');
    expect(span.traceId).to.equal('0af7651916cd43dd8448eb211c80319c');
    expect(span.parentSpanId).to.equal('b7ad6b7169203331');
  });

  it('starts a trace of its own for a malformed traceparent', async () => {
    await (await get('/plain', { traceparent: TRACEPARENT.replace('0af7', 'zzzz') })).text();
    const span = await serverSpan('/plain');
    expect(span.parentSpanId).to.equal('');
    expect(span.traceId).to.match(/^[0-9a-f]{32}$/);
  });

  it('takes a valid request id, returns it, and puts it on the span', async () => {
    const response = await get('/plain', { 'x-request-id': 'order-42/a_b.c:d' });
    expect(response.headers.get('x-request-id')).to.equal('order-42/a_b.c:d');
    expect((await serverSpan('/plain')).attributes['vigil.request.id']).to.equal('order-42/a_b.c:d');
  });

  for (const bad of ['with space', 'x'.repeat(129), '<script>', '"quoted"']) {
    it(`makes a request id of its own instead of ${bad.slice(0, 12)}`, async () => {
      const id = (await get('/plain', { 'x-request-id': bad })).headers.get('x-request-id');
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect((await serverSpan('/plain')).attributes['vigil.request.id']).to.equal(id);
    });
  }

  it('gives handlers the ids of their request, before and after they wait', async () => {
    const response = await get('/ids', { 'x-request-id': 'mine' });
    const seen = (await response.json()) as Record<string, string>;
    const span = await serverSpan('/ids');
    expect(seen).to.include({ before: span.spanId, after: span.spanId, spanId: span.spanId, traceId: span.traceId, requestId: 'mine' });
  });

  it('keeps the ids of concurrent requests apart', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (await (await get('/ids', { 'x-request-id': `r${i}` })).json()) as Record<string, string>),
    );
    expect(answers.map((answer) => answer['requestId'])).to.deep.equal(Array.from({ length: 20 }, (_, i) => `r${i}`));
    expect(new Set(answers.map((answer) => answer['before'])).size).to.equal(20);
    for (const answer of answers) expect(answer['after']).to.equal(answer['before']);
  });

  it('keeps the context while a body comes in', async () => {
    const response = await running().client.fetch(`${running().url}/echo`, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: slowBody(), duplex: 'half' } as RequestInit);
    const { body, spans } = (await response.json()) as { body: string; spans: string[] };
    const span = await serverSpan('/echo');
    expect(body).to.equal('firstsecond');
    expect(spans).to.deep.equal([span.spanId]);
    expect(span.name).to.equal(framework.routes ? 'POST /echo' : 'POST');
  });

  it('keeps the context while a response is streamed', async () => {
    const text = await (await get('/stream')).text();
    const span = await serverSpan('/stream');
    expect(text).to.equal(`data: ${span.spanId}\n\n`.repeat(3));
  });

  it('gives each of several requests that share a connection its own span and answer', async () => {
    const paths = ['/ids?1', '/plain', '/ids?2'];
    expect(await running().client.together(running().url, paths)).to.equal(3);
    const spans = await running().sink.waitFor((sink) => sink.spans.length >= 3 && sink.spans);
    expect(new Set(spans.map((span) => span.traceId)).size).to.equal(3);
    expect(spans.map((span) => span.attributes['url.path']).toSorted()).to.deep.equal(['/ids', '/ids', '/plain']);
    for (const span of spans) expect(span.attributes['http.response.status_code']).to.equal(200);
  });

  endingCases(running);

  it('puts trace and request ids on the log lines of a request', async () => {
    await (await get('/plain', { 'x-request-id': 'line-1' })).text();
    const span = await serverSpan('/plain');
    expect(await logged('plain', 'line-1')).to.include({ trace_id: span.traceId, span_id: span.spanId, trace_flags: '01', request_id: 'line-1' });
  });

  for (const [client, path] of [['fetch', '/fetch'], ['http.get', '/get'], ['http.get with its headers as an array', '/get-array']] as const) {
    it(`makes one client span of a call by ${client}, between the two server spans of one trace`, async () => {
      const target = `${running().callable}/users/7?api_key=secret`;
      const answer = (await (await get(`${path}?url=${encodeURIComponent(target)}`)).json()) as { status: number; seenIn?: string };
      const outer = await serverSpan(path);
      const inner = await serverSpan('/users/7');
      const call = await running().sink.waitFor(({ spans }) => spans.find((span) => span.kind === 'client'));
      expect(running().sink.spans).to.have.length(3);
      expect([call.traceId, inner.traceId]).to.deep.equal([outer.traceId, outer.traceId]);
      expect(call.parentSpanId).to.equal(outer.spanId);
      expect(inner.parentSpanId).to.equal(call.spanId);
      expect(call.name).to.equal('GET');
      expect(call.attributes).to.include({
        'http.request.method': 'GET', 'server.address': '127.0.0.1', 'http.response.status_code': answer.status,
        'url.full': path === '/get-array' ? call.attributes['url.full'] : target.replace('secret', 'REDACTED'),
      });
      if (answer.seenIn !== undefined) expect(answer.seenIn).to.equal(outer.spanId);
    });
  }

  it('records a call that found nobody', async () => {
    const [port] = await freePorts(1);
    const response = await get(`/fetch?url=http://127.0.0.1:${port}/nobody`);
    expect(response.status).to.equal(500);
    const call = await running().sink.waitFor(({ spans }) => spans.find((span) => span.kind === 'client'));
    expect(call.status.code).to.equal('error');
    expect(call.attributes['error.type']).to.equal('ECONNREFUSED');
    expect(call.attributes).to.not.have.property('http.response.status_code');
  });

  for (const traceparent of [undefined, TRACEPARENT]) {
    it(`lets the application change the span${traceparent === undefined ? '' : ' of a trace that began elsewhere'}; its ids stay`, async () => {
      const answer = await get('/touch', traceparent === undefined ? {} : { traceparent });
      const { ids, recording, again } = (await answer.json()) as { ids: { traceId: string; spanId: string }; recording: boolean; again: boolean };
      const span = await serverSpan('/touch');
      expect([recording, again]).to.deep.equal([true, true]);
      expect(ids).to.include({ traceId: span.traceId, spanId: span.spanId });
      expect(span.parentSpanId).to.equal(traceparent === undefined ? '' : 'b7ad6b7169203331');
      expect(span.attributes).to.deep.include({ 'app.one': 1, 'app.list': ['a', 'b'], 'http.response.status_code': 200 });
      expect(span.events.map(({ name }) => name)).to.deep.equal(['looked', 'exception']);
      expect(span.links).to.have.length(1);
    });
  }

  it('never shows the secrets of a query', async () => {
    await (await get('/plain?token=hunter2&page=3&user%5Bpassword%5D=hunter2')).text();
    const span = await serverSpan('/plain');
    expect(span.attributes['url.query']).to.equal('token=REDACTED&page=3&user%5Bpassword%5D=REDACTED');
    expect(JSON.stringify(span.attributes)).to.not.include('hunter2');
  });

  it('serves many requests on one kept connection, a span for each', async () => {
    for (let i = 0; i < 10; i++) await (await get(`/users/7?n=${i}`)).text();
    const spans = await running().sink.waitFor((sink) => sink.spans.length >= 10 && sink.spans);
    expect(spans).to.have.length(10);
    expect(new Set(spans.map((span) => span.spanId)).size).to.equal(10);
  });
}

async function* slowBody(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('first');
  await new Promise((resolve) => setTimeout(resolve, 20));
  yield new TextEncoder().encode('second');
}
