/**
 * The libraries that OpenTelemetry's instrumentations see, by the names that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` uses. The
 * first of each is the one that people know. Held to the installed instrumentations by a test.
 */
export const LIBRARIES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  amqplib: ['amqplib'],
  'aws-sdk': ['@aws-sdk/middleware-stack', '@aws-sdk/smithy-client', '@smithy/core', '@smithy/middleware-stack', '@smithy/smithy-client'],
  'cassandra-driver': ['cassandra-driver'],
  connect: ['connect'],
  cucumber: ['@cucumber/cucumber'],
  dataloader: ['dataloader'],
  'generic-pool': ['generic-pool'],
  graphql: ['graphql'],
  grpc: ['@grpc/grpc-js'],
  hapi: ['@hapi/hapi'],
  ioredis: ['ioredis'],
  kafkajs: ['kafkajs'],
  knex: ['knex'],
  koa: ['koa'],
  'lru-memoizer': ['lru-memoizer'],
  memcached: ['memcached'],
  mongodb: ['mongodb'],
  mongoose: ['mongoose'],
  mysql: ['mysql'],
  mysql2: ['mysql2'],
  'nestjs-core': ['@nestjs/core'],
  openai: ['openai'],
  oracledb: ['oracledb'],
  pg: ['pg', 'pg-pool'],
  redis: ['@redis/client', '@node-redis/client', 'redis'],
  restify: ['restify'],
  router: ['router'],
  'socket.io': ['socket.io'],
  tedious: ['tedious'],
};

/** Those that see Node itself: there is no library to wait for, so they are loaded at start. */
export const OF_NODE: readonly string[] = ['dns', 'fs', 'host-metrics', 'net'];

/** Loaded only when they are named: what they tell is noise to most, and middleware makes several spans of one request. */
export const QUIET: readonly string[] = [...OF_NODE, 'connect', 'hapi', 'koa', 'nestjs-core', 'restify', 'router'];

/** Never loaded, because Vigil sees the same with its own sensors. */
export const OURS: readonly string[] = ['bunyan', 'express', 'fastify', 'http', 'pino', 'runtime-node', 'undici', 'winston'];

/** Never loaded: it needs the handler of a function that is run for one event, and Vigil is for services. */
export const LEFT_OUT: readonly string[] = ['aws-lambda'];
