/* oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers */
const { setTimeout: sleep } = require('node:timers/promises');

const shopUrl = process.env.SHOP_URL ?? 'http://127.0.0.1:8080';
const shelves = { lamp: 12, chair: 5, vase: 1 };

const app = require('fastify')({ logger: true });

app.get('/stock/:sku', async (request, reply) => {
  const { sku } = request.params;
  const onShelf = shelves[sku];
  if (onShelf === undefined) return reply.code(404).send({ error: `no shelf for ${sku}` });
  request.log.info({ sku, onShelf }, 'shelf counted');
  return { sku, onShelf, cents: await priceOf(sku) };
});

// Packing takes its time, and a vase does not survive it.
app.post('/shipments', async (request) => {
  const { sku, quantity } = request.body;
  request.log.info({ sku, quantity }, 'packing');
  await sleep(80 * quantity);
  if (sku === 'vase') throw new Error('the vase broke while it was packed');
  if (quantity > 3) request.log.warn({ sku, quantity }, 'the parcel is heavy, the trolley is slow');
  const insured = (await priceOf(sku)) * quantity;
  await sleep(20 * quantity);
  return { sku, quantity, insured, parcel: `P-${Date.now()}` };
});

async function priceOf(sku) {
  const response = await fetch(`${shopUrl}/prices/${sku}`);
  if (!response.ok) throw new Error(`the shop has no price for ${sku}`);
  return (await response.json()).cents;
}

app.listen({ port: Number(process.env.PORT ?? 8081), host: process.env.HOST ?? '127.0.0.1' });
process.once('SIGTERM', () => app.close());
