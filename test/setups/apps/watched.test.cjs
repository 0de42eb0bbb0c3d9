'use strict';
// A test of `node --test` that opens the shop and lasts as long as the shop is open.
const { test } = require('node:test');

test('the shop is open', () => {
  require('./commonjs.cjs');
});
