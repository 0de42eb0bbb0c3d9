import Router from '@koa/router';
import Koa from 'koa';
import does from './handlers.cjs';

/** What is written past Koa, straight on Node's response. */
const past = (work) => (ctx) => { ctx.respond = false; ctx.res.statusCode = 200; return work(ctx.req, ctx.res); };
const answer = (work) => async (ctx) => { ctx.body = await work(ctx); };

const router = new Router();
router.get('/touch', past((request, response) => does.touch(request, { json: (value) => response.end(JSON.stringify(value)) })));
router.get('/plain', answer(() => { does.log.info('plain'); return 'plain'; }));
router.get('/users/:id', answer((ctx) => ({ id: ctx.params.id })));
router.get('/ids', answer(does.ids));
router.get('/boom', does.boom);
router.get('/reject', does.reject);
router.get('/teapot', (ctx) => ctx.throw(418));
router.post('/echo', answer((ctx) => does.readBody(ctx.req)));
router.get('/stream', past((request, response) => does.stream(response)));
router.get('/events', past((request, response) => does.events(response)));
router.get('/hang', past(does.hang));
router.get('/late', past((request, response) => does.late(response)));
router.get('/listeners', past((request, response) => does.listeners(response)));
router.get('/fetch', answer((ctx) => does.fetchFrom(ctx.query.url)));
router.get('/get', answer((ctx) => does.getFrom(ctx.query.url)));
router.get('/get-array', answer((ctx) => does.getFrom(ctx.query.url, { headers: ['X-A', 'b'] })));
const teams = new Router();
teams.get('/:team', answer((ctx) => ({ team: ctx.params.team })));
teams.get('/:team/boom', does.boom);
teams.get('/', answer(() => []));
router.use('/orgs/:org/teams', teams.routes());
router.get('/admin/panel/:id', answer(() => 'panel'));

const app = new Koa();
app.silent = true;
app.use((ctx, next) => (ctx.path === '/early' ? does.boom() : next()));
app.use(router.routes());
const server = app.listen(0, '127.0.0.1', () => does.announce(server));
