import { get } from 'node:http';
import { createRequire } from 'node:module';
import express, { type Express } from 'express';
import { pino } from 'pino';

interface Parts {
  readonly express: () => Express;
  readonly pino: typeof pino;
  readonly get: typeof get;
}

const openShop = createRequire(import.meta.url)('./shop.cjs') as (parts: Parts) => void;
openShop({ express, pino, get });
