require('./http-app.cjs')(require('node:http'));
