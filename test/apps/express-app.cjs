'use strict';
const does = require('./handlers.cjs');

/** The application in Express, of whatever version and module kind is handed in. */
module.exports = function listen(express) {
  const app = express();
  app.use((request, response, next) => next());
  app.get('/touch', does.touch);
  app.get('/plain', (request, response) => { does.log.info('plain'); response.send('plain'); });
  app.get('/users/:id', (request, response) => response.json({ id: request.params.id }));
  app.get('/ids', async (request, response) => response.json(await does.ids()));
  app.get('/boom', does.boom);
  app.get('/reject', does.reject);
  app.get('/teapot', (request, response, next) => next(Object.assign(new Error('short and stout'), { status: 418 })));
  app.post('/echo', async (request, response) => response.json(await does.readBody(request)));
  app.get('/stream', (request, response) => does.stream(response));
  app.get('/hang', does.hang);
  app.get('/fetch', async (request, response) => response.json(await does.fetchFrom(request.query.url)));
  app.get('/get', async (request, response) => response.json(await does.getFrom(request.query.url)));
  app.get('/get-array', async (request, response) => response.json(await does.getFrom(request.query.url, { headers: ['X-A', 'b'] })));

  const teams = express.Router();
  teams.get('/:team', (request, response) => response.json({ team: request.params.team }));
  teams.get('/:team/boom', does.boom);
  teams.get('/', (request, response) => response.json([]));
  const orgs = express.Router();
  orgs.use('/teams', teams);
  app.use('/orgs/:org', orgs);
  const admin = express();
  admin.get('/panel/:id', (request, response) => response.send('panel'));
  app.use('/admin', admin);

  const server = app.listen(0, '127.0.0.1', () => does.announce(server));
};
