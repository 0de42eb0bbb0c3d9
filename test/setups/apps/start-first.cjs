'use strict';
require('@vigil/node').start();
require('./commonjs.cjs');
