'use strict';
// The measured application on Express 5: two middlewares, a router, JSON. Plain JavaScript, because stripping types would cost
// every set-up the same start-up time and so hide the difference. `express` is handed in: by `require` or by `import`.
const list = require('./list.cjs');

module.exports = function expressRoutes(express) {
  const app = express();
  app.use(express.json());
  app.use((_request, response, next) => {
    response.setHeader('x-app', 'bench');
    next();
  });

  const users = express.Router();
  users.get('/:id', (request, response) => {
    response.json({ id: request.params.id, name: 'Ada', roles: ['admin', 'dev'] });
  });
  app.use('/users', users);

  app.get('/out', async (_request, response) => {
    const answer = await fetch(process.env.BENCH_UPSTREAM);
    response.json(await answer.json());
  });
  app.get('/list', (_request, response) => response.json(list));
  app.get('/error', () => {
    throw new Error('the handler failed');
  });

  // Without it Express writes every error to stderr, which would be measured with the rest.
  app.use((error, _request, response, _next) => {
    response.status(500).json({ error: error.message });
  });
  return app;
};
