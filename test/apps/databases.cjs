'use strict';
const { Pool, Client } = require('pg');
const Redis = require('ioredis');
require('./databases-app.cjs')({ Pool, Client, Redis });
