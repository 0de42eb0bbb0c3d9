'use strict';
// Has Node make a thread for hooks of its loader, and ends when all has been told that there is to tell.
const { register } = require('node:module');
const { start } = require('@vigil/node');

register(`data:text/javascript,${encodeURIComponent('export async function resolve(name, context, next) { return next(name, context); }')}`);
import('node:os').then(() => start().flush(5000)).then((flushed) => console.log(`FLUSHED ${flushed}`));
