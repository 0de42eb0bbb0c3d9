'use strict';
// By the general path: general.cjs has started Vigil with a span processor of the application's.
require('./databases.cjs');
