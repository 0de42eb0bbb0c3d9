'use strict';
const http = require('node:http');

/** A service on PostgreSQL and Redis, with whatever way the two drivers were loaded. */
module.exports = function listen({ Pool, Client, Redis }) {
  const pool = new Pool({ connectionString: process.env.POSTGRES_URL, max: 2 });
  const redis = Redis && new Redis(process.env.REDIS_URL);
  const routes = {
    '/stock': async () => (await pool.query('SELECT $1::text AS name', ['chair'])).rows[0].name,
    '/cart': async () => {
      await redis.set('cart', 'chair');
      return redis.get('cart');
    },
    // What of OpenTelemetry's instrumentations is loaded.
    '/loaded': async () => Object.keys(require.cache).map((file) => /\/@opentelemetry\/(instrumentation[^/]*)\//.exec(file)?.[1]).filter(Boolean),
    '/file': async () => (await require('node:fs/promises').readFile(__filename)).length > 0,
    '/wrong': async () => {
      const client = new Client({ connectionString: process.env.POSTGRES_URL });
      await client.connect();
      return client.query('SELECT nothing FROM nowhere').catch((error) => error.code).finally(() => client.end());
    },
  };
  const server = http.createServer(async (request, response) => response.end(String(await routes[request.url]())));
  const listenNow = () => server.listen(0, '127.0.0.1', () => console.log(`LISTENING ${server.address().port}`));
  // A command that waits for its connection is sent twice by ioredis, through the same method, and makes two spans.
  if (redis) redis.once('ready', listenNow);
  else listenNow();
};
