'use strict';
// Does a little of everything that a setting can change, prints what the called side saw, and ends; with STAY it does not.
const http = require('node:http');
const net = require('node:net');
const { logs, trace, ROOT_CONTEXT, TraceFlags } = require('@opentelemetry/api');

const many = (make) => Object.fromEntries([1, 2, 3].map((i) => [`key${i}`, make(i)]));
const link = { context: { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: TraceFlags.SAMPLED }, attributes: many((i) => i) };

function ownSpan() {
  const span = trace.getTracer('own').startSpan('own', { attributes: many(() => 'x'.repeat(50)), links: [link, link, link] }, ROOT_CONTEXT);
  for (let i = 0; i < 3; i++) span.addEvent(`event ${i}`, many((n) => n));
  span.end();
  trace.getTracer('own').startSpan('own too', {}, ROOT_CONTEXT).end();
  logs.getLogger('own').emit({ body: 'own', attributes: many(() => 'y'.repeat(50)) });
  logs.getLogger('own').emit({ body: 'own too' });
}

const server = http.createServer((request, response) => {
  if (request.url === '/inner') return response.end(JSON.stringify(request.headers));
  http.get({ port: server.address().port, path: '/inner', agent: false }, (inner) => inner.pipe(response));
});
// By hand, so that the headers go out as they are and no call is seen.
function ask(port, headers, then) {
  let text = '';
  const socket = net.connect(port, '127.0.0.1', () => {
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  });
  socket.on('data', (chunk) => (text += chunk)).on('close', () => then(/\{.*\}/s.exec(text)?.[0] ?? '{}'));
}

server.listen(0, '127.0.0.1', () => {
  ownSpan();
  ask(server.address().port, Object.entries(JSON.parse(process.env.HEADERS ?? '{}')), (inner) => {
    server.close();
    server.closeAllConnections();
    setTimeout(() => {
      console.log(`INNER ${inner}`);
      if (process.env.STAY) setInterval(() => {}, 1000);
    }, 20);
  });
});
