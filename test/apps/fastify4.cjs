require('./fastify-app.cjs')(require('fastify4'));
