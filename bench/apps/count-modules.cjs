'use strict';
// Preloaded before everything else in a start of its own that is not timed: counts the files that become modules,
// CommonJS and ESM alike, which neither `require.cache` nor `process.moduleLoadList` does.
const { registerHooks } = require('node:module');

const seen = new Set();
globalThis.countedModules = seen;
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) seen.add(url);
    return nextLoad(url, context);
  },
});
