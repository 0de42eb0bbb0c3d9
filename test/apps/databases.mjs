import Redis from 'ioredis';
import pg, { Client } from 'pg';
import listen from './databases-app.cjs';

listen({ Pool: pg.Pool, Client, Redis });
