// One application on either adapter, as ADAPTER says. What its decorators would do is done by hand: Node erases types, no more.
import 'reflect-metadata';
import { Controller, Get, HttpException, Module, Post, Query, Param, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import does from './handlers.cjs';

/** Node's own objects: Express hands out ones that grew from them, Fastify has them inside of its own. */
const raw = (object) => object.raw ?? object;
const hijacked = (work) => (request, reply) => { reply.hijack?.(); work(raw(request), raw(reply)); };
const both = [Req(), Res()];

/** A class of handlers, each with its decorators for the method and its parameters. Nest keeps the path on the function. */
function controller(path, handlers) {
  function Handlers() {}
  for (const [name, { method, params = [], handle }] of Object.entries(handlers)) {
    Handlers.prototype[name] = handle;
    params.forEach((decorate, i) => decorate(Handlers.prototype, name, i));
    method(Handlers.prototype, name, Object.getOwnPropertyDescriptor(Handlers.prototype, name));
  }
  Controller(path)(Handlers);
  return Handlers;
}

const Root = controller('', {
  touch: { method: Get('touch'), params: both, handle: hijacked((request, response) => does.touch(request, { json: (value) => response.end(JSON.stringify(value)) })) },
  plain: { method: Get('plain'), handle: () => { does.log.info('plain'); return 'plain'; } },
  user: { method: Get('users/:id'), params: [Param('id')], handle: (id) => ({ id }) },
  ids: { method: Get('ids'), handle: does.ids },
  boom: { method: Get('boom'), handle: () => does.boom() },
  reject: { method: Get('reject'), handle: does.reject },
  teapot: { method: Get('teapot'), handle: () => { throw new HttpException('short and stout', 418); } },
  echo: { method: Post('echo'), params: [Req()], handle: (request) => does.readBody(raw(request)) },
  stream: { method: Get('stream'), params: both, handle: hijacked((request, response) => does.stream(response)) },
  events: { method: Get('events'), params: both, handle: hijacked((request, response) => does.events(response)) },
  hang: { method: Get('hang'), params: both, handle: hijacked(does.hang) },
  late: { method: Get('late'), params: both, handle: hijacked((request, response) => does.late(response)) },
  listeners: { method: Get('listeners'), params: both, handle: hijacked((request, response) => does.listeners(response)) },
  fetch: { method: Get('fetch'), params: [Query('url')], handle: does.fetchFrom },
  get: { method: Get('get'), params: [Query('url')], handle: (url) => does.getFrom(url) },
  getArray: { method: Get('get-array'), params: [Query('url')], handle: (url) => does.getFrom(url, { headers: ['X-A', 'b'] }) },
});
const Teams = controller('orgs/:org/teams', {
  all: { method: Get(), handle: () => [] },
  one: { method: Get(':team'), params: [Param('team')], handle: (team) => ({ team }) },
  boom: { method: Get(':team/boom'), handle: () => does.boom() },
});
const Admin = controller('admin', { panel: { method: Get('panel/:id'), handle: () => 'panel' } });

class Application {
  configure(consumer) {
    consumer.apply((request, response, next) => ((request.originalUrl ?? request.url) === '/early' ? does.boom() : next())).forRoutes('{*all}');
  }
}
Module({ controllers: [Root, Teams, Admin] })(Application);

const { ExpressAdapter } = process.env.ADAPTER === 'express' ? await import('@nestjs/platform-express') : {};
const { FastifyAdapter } = process.env.ADAPTER === 'fastify' ? await import('@nestjs/platform-fastify') : {};
const app = await NestFactory.create(Application, ExpressAdapter ? new ExpressAdapter() : new FastifyAdapter(), { logger: false, bodyParser: false });
if (FastifyAdapter) app.getHttpAdapter().getInstance().addContentTypeParser('text/plain', (request, payload, done) => done(null, undefined));
await app.listen(0, '127.0.0.1');
await does.announce(app.getHttpServer());
