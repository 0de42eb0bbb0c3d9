'use strict';
// An application that registers an instrumentation by itself, with options of its own.
const bundle = require.resolve('@opentelemetry/auto-instrumentations-node');
const own = require('node:module').createRequire(bundle);
const { registerInstrumentations } = own('@opentelemetry/instrumentation');
const { PgInstrumentation } = own('@opentelemetry/instrumentation-pg');
registerInstrumentations({ instrumentations: [new PgInstrumentation({ requestHook: (span) => span.setAttribute('shop.own', 'yes') })] });

require('./databases-app.cjs')(require('pg'));
