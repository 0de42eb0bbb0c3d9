'use strict';
// The first process of a container must hear SIGTERM itself: the kernel does not let it die of one.
process.on('SIGTERM', () => process.exit(process.pid === 1 ? 4 : 5));
require('./commonjs.cjs');
