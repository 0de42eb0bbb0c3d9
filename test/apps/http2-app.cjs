'use strict';
// HTTP/2 as MODE says: by the compatibility API or by streams, in clear or over TLS.
const { readFileSync } = require('node:fs');
const http2 = require('node:http2');
const { join } = require('node:path');
const does = require('./handlers.cjs');
const listener = require('./http-listener.cjs');

const file = (name) => readFileSync(join(__dirname, '../certs', name));
const tls = () => ({ key: file('localhost.key'), cert: file('localhost.crt') });
const servers = {
  compat: () => http2.createServer(listener),
  stream: () => http2.createServer().on('stream', (stream, headers) => listener(Object.assign(stream, { url: headers[':path'] }), answerOn(stream))),
  tls: () => http2.createSecureServer(tls(), listener),
  http1: () => http2.createSecureServer({ ...tls(), allowHTTP1: true }, listener),
};

/** As much of a response as the handlers need, on nothing but the stream. */
function answerOn(stream) {
  const headers = {};
  return {
    statusCode: 200,
    stream,
    on: (...args) => stream.on(...args),
    setTimeout: (...args) => stream.setTimeout(...args),
    setHeader(name, value) { headers[name] = value; },
    writeHead(status, more) { stream.respond({ ':status': status, ...headers, ...more }); },
    write(chunk) { stream.write(chunk); },
    end(chunk) {
      if (!stream.headersSent) this.writeHead(this.statusCode);
      stream.end(chunk);
    },
  };
}

const server = servers[process.env.MODE]();
server.listen(0, '127.0.0.1', () => does.announce(server, listener));
