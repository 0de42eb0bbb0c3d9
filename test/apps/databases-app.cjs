'use strict';
const http = require('node:http');

/** A service on PostgreSQL and Redis, with whatever way the two drivers were loaded. */
module.exports = function listen({ Pool, Client, Redis }) {
  const pool = new Pool({ connectionString: process.env.POSTGRES_URL, max: 2 });
  const redis = Redis && new Redis(process.env.REDIS_URL, { lazyConnect: true });
  const routes = {
    '/stock': async () => (await pool.query('SELECT $1::text AS name', ['chair'])).rows[0].name,
    '/cart': async () => {
      await redis.set('cart', 'chair');
      return redis.get('cart');
    },
    '/wrong': async () => {
      const client = new Client({ connectionString: process.env.POSTGRES_URL });
      await client.connect();
      return client.query('SELECT nothing FROM nowhere').catch((error) => error.code).finally(() => client.end());
    },
  };
  const server = http.createServer(async (request, response) => response.end(String(await routes[request.url]())));
  server.listen(0, '127.0.0.1', () => console.log(`LISTENING ${server.address().port}`));
};
