/* oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 awaits its handlers */
import { Router } from 'express';

const book = new Map([
  ['1001', { sku: 'lamp', quantity: 2 }],
  ['1002', { sku: 'chair', quantity: 4 }],
  ['1003', { sku: 'vase', quantity: 1 }],
]);

/** Everything under /orders: what was ordered, what it costs, sending it off. */
export function orders(log, warehouseUrl) {
  const router = Router();

  router.param('orderId', (req, res, next, id) => {
    req.order = book.get(id);
    if (req.order) return next();
    log.warn({ orderId: id }, 'unknown order');
    res.status(404).json({ error: `no order ${id}` });
  });

  router.get('/:orderId', (req, res) => res.json(req.order));

  router.get('/:orderId/quote', async (req, res) => {
    const { sku, quantity } = req.order;
    log.info({ sku, quantity }, 'quoting an order');
    const stock = await ask(`${warehouseUrl}/stock/${sku}`);
    res.json({ sku, quantity, cents: stock.cents * quantity, inStock: stock.onShelf >= quantity });
  });

  router.post('/:orderId/shipment', async (req, res) => {
    log.info({ sku: req.order.sku }, 'asking for a shipment');
    const headers = { 'content-type': 'application/json' };
    const shipment = await ask(`${warehouseUrl}/shipments`, { method: 'POST', headers, body: JSON.stringify(req.order) });
    res.status(201).json(shipment);
  });

  return router;
}

async function ask(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`the warehouse answered ${response.status}`);
  return response.json();
}
