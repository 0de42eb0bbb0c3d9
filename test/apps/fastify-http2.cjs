require('./fastify-app.cjs')(require('fastify'), { http2: true }, require('./http-listener.cjs'));
