'use strict';
// Preloaded behind Vigil, so that the leak test can be seen to fail: keeps the span of every request.
const { subscribe } = require('node:diagnostics_channel');
const { trace } = require('@opentelemetry/api');

const kept = [];
subscribe('http.server.request.start', () => kept.push(trace.getActiveSpan()));
