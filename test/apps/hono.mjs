import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import does from './handlers.cjs';

/** What is written past Hono, straight on Node's response. */
const past = (work) => (c) => { work(c.env.incoming, c.env.outgoing); return RESPONSE_ALREADY_SENT; };
const answer = (work) => async (c) => c.json(await work(c));

const app = new Hono();
app.use((c, next) => (c.req.path === '/early' ? does.boom() : next()));
app.onError((error, c) => c.text('', error instanceof HTTPException ? error.status : 500));
app.get('/touch', past((request, response) => does.touch(request, { json: (value) => response.end(JSON.stringify(value)) })));
app.get('/plain', (c) => { does.log.info('plain'); return c.text('plain'); });
app.get('/users/:id', answer((c) => ({ id: c.req.param('id') })));
app.get('/ids', answer(does.ids));
app.get('/boom', does.boom);
app.get('/reject', does.reject);
app.get('/teapot', () => { throw new HTTPException(418); });
app.post('/echo', answer((c) => does.readBody(c.env.incoming)));
app.get('/stream', past((request, response) => does.stream(response)));
app.get('/events', past((request, response) => does.events(response)));
app.get('/hang', past(does.hang));
app.get('/late', past((request, response) => does.late(response)));
app.get('/listeners', past((request, response) => does.listeners(response)));
app.get('/fetch', answer((c) => does.fetchFrom(c.req.query('url'))));
app.get('/get', answer((c) => does.getFrom(c.req.query('url'))));
app.get('/get-array', answer((c) => does.getFrom(c.req.query('url'), { headers: ['X-A', 'b'] })));
const teams = new Hono();
teams.get('/:team', answer((c) => ({ team: c.req.param('team') })));
teams.get('/:team/boom', does.boom);
teams.get('/', answer(() => []));
app.route('/orgs/:org/teams', teams);
app.get('/admin/panel/:id', (c) => c.text('panel'));

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => does.announce(server));
