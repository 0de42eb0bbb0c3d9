import express from 'express';
import pino from 'pino';
import { orders } from './orders.js';

const log = pino();
const prices = { lamp: 4900, chair: 8900, vase: 12900 };

const app = express();
app.use('/orders', orders(log, process.env.WAREHOUSE_URL ?? 'http://127.0.0.1:8081'));

app.get('/prices/:sku', (req, res) => {
  const cents = prices[req.params.sku];
  if (cents === undefined) return res.status(404).json({ error: `no price for ${req.params.sku}` });
  res.json({ sku: req.params.sku, cents });
});

// Four arguments make it Express's error handler; the client learns no more than it needs.
app.use((error, req, res, _next) => {
  log.error({ err: error }, 'order failed');
  res.status(502).json({ error: 'the warehouse could not help, try again later' });
});

const host = process.env.HOST ?? '127.0.0.1';
const server = app.listen(Number(process.env.PORT ?? 8080), host, (error) => {
  if (error) throw error;
  log.info(`listening on http://${host}:${server.address().port}`);
});
process.once('SIGTERM', () => server.close());
