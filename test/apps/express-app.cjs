'use strict';
const does = require('./handlers.cjs');

/** Express 4 lets a rejection go by; Express 5 would pass it on by itself. */
const answer = (work) => (request, response, next) => void work(request, response).then((value) => response.json(value), next);

/** The application in Express, of whatever version and module kind is handed in. */
module.exports = function listen(express) {
  const app = express();
  app.use((request, response, next) => (request.url === '/early' ? does.boom() : next()));
  app.get('/touch', does.touch);
  app.get('/plain', (request, response) => { does.log.info('plain'); response.send('plain'); });
  app.get('/users/:id', (request, response) => response.json({ id: request.params.id }));
  app.get('/ids', answer(does.ids));
  app.get('/boom', does.boom);
  app.get('/reject', answer(does.reject));
  app.get('/teapot', (request, response, next) => next(Object.assign(new Error('short and stout'), { status: 418 })));
  app.post('/echo', answer(does.readBody));
  app.get('/stream', (request, response) => does.stream(response));
  app.get('/events', (request, response) => does.events(response));
  app.get('/hang', does.hang);
  app.get('/late', (request, response) => does.late(response));
  app.get('/listeners', (request, response) => does.listeners(response));
  app.get('/fetch', answer((request) => does.fetchFrom(request.query.url)));
  app.get('/get', answer((request) => does.getFrom(request.query.url)));
  app.get('/get-array', answer((request) => does.getFrom(request.query.url, { headers: ['X-A', 'b'] })));

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
