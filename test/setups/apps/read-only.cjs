'use strict';
const { writeFileSync } = require('node:fs');
const { homedir, tmpdir } = require('node:os');

for (const folder of [process.cwd(), homedir(), tmpdir()]) {
  try {
    writeFileSync(`${folder}/vigil-was-here`, '');
    throw new Error(`${folder} can be written`);
  } catch (error) {
    if (error.code !== 'EROFS') throw error;
  }
}
require('./commonjs.cjs');
