// An ES module that requires, and a CommonJS one that imports.
import { createRequire } from 'node:module';
import express from 'express';

const { pino } = createRequire(import.meta.url)('pino');
const { default: open } = await import('./mixed.cjs');
await open({ express, pino });
