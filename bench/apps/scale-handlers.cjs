'use strict';
// What the applications of `--scale` do, on either framework: little, so many times. Without telemetry there is no active span
// and nothing to set: what is set is part of what tracing costs.
const { trace } = require('@opentelemetry/api');

const ROUTES = 200;
const names = Array.from({ length: 200 }, (_, at) => `app.attribute.${at}`);
const user = (id) => ({ id, name: 'Ada', roles: ['admin', 'dev'] });

/** Half texts, half numbers, as applications have them. */
function setAttributes(count) {
  const span = trace.getActiveSpan();
  for (let i = 0; i < count; i++) span?.setAttribute(names[i], i % 2 === 0 ? 'a text of some twenty' : i);
}

/** So many functions, each waiting for the next one. */
async function chain(depth) {
  return depth === 0 ? 0 : 1 + (await chain(depth - 1));
}

module.exports = { ROUTES, user, setAttributes, chain };
