import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { madeLog as log, madeSpan as span, at } from './made-trace.ts';
import { renderTrace } from './trace-view.ts';
import { columns } from './visible-text.ts';

const warehouse = { resource: { 'service.name': 'warehouse' } };
const plain = { width: 90, colour: false };

describe('the waterfall', () => {
  it('draws a trace over two services with each log line under its span', () => {
    const spans = [
      span('c', 'b', 'GET /stock/:sku', 20, 80, { ...warehouse, attributes: { 'http.response.status_code': 200 } }),
      span('a', '', 'GET /orders/:id', 0, 100, { attributes: { 'http.response.status_code': 200 } }),
      span('b', 'a', 'GET', 10, 90, { kind: 'client', attributes: { 'url.full': 'http://127.0.0.1:1/stock/lamp?x=1' } }),
    ];
    const lines = renderTrace(spans, [log('c', 50, 13, 'slow shelf', { sku: 'lamp', trace_id: 'x' }), log('a', 5, 9, 'asked')], plain);
    expect(lines).to.deep.equal([
      'GET /orders/:id  100 ms',
      'trace 0af7651916cd43dd8448eb211c80319c · 2 services · 3 spans · 2 log lines',
      '                                 0───────────────────────────────── 100 ms',
      'shop GET /orders/:id             ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━   100 ms 200',
      '│    +5.0 ms INFO  asked',
      '└─ shop → GET /stock/lamp            ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━        80 ms',
      '   └─ warehouse GET /stock/:sku          ━━━━━━━━━━━━━━━━━━━━━━━━━╸            60 ms 200',
      '            +50 ms WARN  slow shelf  sku=lamp',
    ]);
  });

  it('shows failures: in the head, at the span, and the exception at its time', () => {
    const failed = span('a', '', 'GET /', 0, 10, {
      status: { code: 'error', message: '' }, attributes: { 'http.response.status_code': 500 },
      events: [{ time: at(4), name: 'exception', attributes: { 'exception.type': 'TypeError', 'exception.message': 'no lamp' } }],
    });
    const lines = renderTrace([failed], [], plain);
    expect(lines[0]).to.contain('✗ 1 span failed');
    expect(lines[3]).to.match(/✗ 500$/);
    expect(lines[4]).to.match(/\+4\.0 ms ✗ TypeError: no lamp$/);
  });

  it('says when a parent has not arrived, and keeps lines of spans that have not', () => {
    const lines = renderTrace([span('a', 'gone', 'GET /', 0, 10)], [log('gone', 3, 9, 'from elsewhere')], plain);
    expect(lines[2]).to.contain('the parent of 1 span has not arrived');
    expect(lines.at(-1)).to.contain('from elsewhere');
  });

  it('ends, and shows every span once, when spans are each other\'s parents', () => {
    const lines = renderTrace([span('a', 'b', 'one', 0, 1), span('b', 'a', 'two', 0, 1), span('c', 'c', 'three', 0, 1)], [], plain);
    for (const name of ['one', 'two', 'three']) expect(lines.slice(3).filter((line) => line.includes(name))).to.have.length(1);
  });

  it('keeps every line within the width, whatever the names and however deep', () => {
    const chain = Array.from({ length: 60 }, (_, i) => span(`s${i}`, i ? `s${i - 1}` : '', `上海 ${'very '.repeat(30)}`, i, 200));
    const lines = renderTrace(chain, chain.map(({ spanId }) => log(spanId, 1, 9, 'x'.repeat(500), { key: 'y'.repeat(500) })), plain);
    expect(Math.max(...lines.map(columns))).to.be.at.most(90);
  });

  it('draws a chain of ten thousand spans without overflowing', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => span(`s${i}`, i ? `s${i - 1}` : '', 'x', 0, 1));
    expect(renderTrace(chain, [], plain)).to.have.length(10_003);
  });

  it('lets no escape sequence of a hostile name, body or attribute through', () => {
    const evil = '\x1b]0;owned\x07\x1b[2J\r\u202e';
    const spans = [span('a', '', evil, 0, 1, {
      resource: { 'service.name': evil }, attributes: { 'http.response.status_code': evil }, events: [{ time: at(0), name: evil, attributes: { [evil]: evil } }],
    })];
    for (const line of renderTrace(spans, [log('a', 0, 0, evil, { [evil]: evil })], plain)) expect(line).to.not.match(/[\p{Cc}\u202e]/u);
  });

  it('says the same with colour as without', () => {
    const spans = [span('a', '', 'GET /', 0, 10), span('b', 'a', 'GET', 1, 9, { ...warehouse, kind: 'client', status: { code: 'error', message: '' } })];
    const coloured = renderTrace(spans, [log('b', 2, 17, 'bad')], { width: 90, colour: true });
    expect(coloured.join('')).to.contain('\x1b[31m');
    expect(coloured.map(stripVTControlCharacters)).to.deep.equal(renderTrace(spans, [log('b', 2, 17, 'bad')], plain));
  });
});
