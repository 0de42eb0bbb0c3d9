import { expect } from 'chai';
import { visits, type Running } from './http-visits.ts';

/** How requests and answers end, and what passes a framework by: the same for every framework and protocol. */
export function endingCases(running: () => Running): void {
  const { get, serverSpan, logged } = visits(running);

  it("gives the listeners of an answer's end the context of the request", async () => {
    await (await get('/listeners')).text();
    const span = await serverSpan('/listeners');
    expect((await logged('answered'))['seenIn']).to.deep.equal({ finish: span.spanId, close: span.spanId });
  });

  it('tells a handler whose time is over in the context of the request, and calls its 503 an error', async () => {
    const response = await get('/late');
    const span = await serverSpan('/late');
    expect([response.status, await response.text()]).to.deep.equal([503, span.spanId]);
    expect(span.attributes).to.include({ 'http.response.status_code': 503, 'error.type': '503' });
  });

  it('ends the span of a request whose client goes away, and lets the handler know in its context', async () => {
    const { leave } = await running().client.begin(running().url, '/hang');
    await logged('hanging');
    leave();
    const span = await serverSpan('/hang');
    expect(span.attributes).to.not.have.property('http.response.status_code');
    expect(span.attributes['error.type']).to.equal('client_disconnected');
    const line = await logged('client gone');
    expect(line['seenIn']).to.equal(span.spanId);
    expect(line['trace_id']).to.equal(span.traceId);
  });

  it('makes no error of server-sent events whose listener goes away', async () => {
    const { got, leave } = await running().client.begin(running().url, '/events');
    while (!got().includes('data: ')) await new Promise((resolve) => setTimeout(resolve, 10));
    leave();
    const span = await serverSpan('/events');
    expect(got()).to.include(`data: ${span.spanId}`);
    expect(span.attributes).to.include({ 'http.response.status_code': 200, 'vigil.http.aborted': true });
    expect(span.status.code).to.equal('unset');
  });

  it('returns the request id also where the answer passes the framework by, and where no route can be looked for', async () => {
    for (const path of ['/stream', '/%zz']) {
      const response = await get(path, { 'x-request-id': 'mine' });
      await response.text();
      expect(response.headers.get('x-request-id'), path).to.equal('mine');
      expect((await serverSpan(path)).attributes['http.response.status_code'], path).to.equal(response.status);
    }
  });
}
