import http from 'node:http';
import express from 'express';
import routes from './express-routes.cjs';
import serve from './serve.cjs';

serve(http.createServer(routes(express)));
