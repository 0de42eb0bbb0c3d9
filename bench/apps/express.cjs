'use strict';
const http = require('node:http');
const express = require('express');
const routes = require('./express-routes.cjs');

require('./serve.cjs')(http.createServer(routes(express)));
