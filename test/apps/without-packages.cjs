'use strict';
// Preloaded first: the packages that WITHOUT names, separated by commas, are as good as not installed.
const Module = require('node:module');

const missing = process.env.WITHOUT.split(',');
const resolve = Module._resolveFilename;
Module._resolveFilename = function resolveFilename(request, ...rest) {
  if (missing.includes(request)) throw Object.assign(new Error(`Cannot find module '${request}'`), { code: 'MODULE_NOT_FOUND' });
  return resolve.call(this, request, ...rest);
};
