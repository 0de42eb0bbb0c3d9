import * as http from 'node:http';
import listen from './http-app.cjs';

listen(http);
