'use strict';
// Preloaded before everything else: which files become modules, and what is opened or asked in the main thread.
const { createHook } = require('node:async_hooks');
const { registerHooks } = require('node:module');

const files = new Set();
const asked = new Set();
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) files.add(url);
    return next(url, context);
  },
});
createHook({ init: (id, type) => asked.add(type) }).enable();
globalThis.startWatch = () => ({ files: [...files], asked: [...asked] });
