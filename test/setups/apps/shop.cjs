'use strict';
/**
 * The one application of all set-ups: it is asked for an order, logs a line with pino, asks itself for a price, and answers.
 * The set-ups differ in how its parts come in: they are handed over.
 */
module.exports = function openShop({ express, pino, get }) {
  const log = pino();
  const app = express();
  app.get('/orders/:order', (request, response) => {
    log.info({ order: request.params.order }, 'an order was asked for');
    get(`http://127.0.0.1:${server.address().port}/prices/chair`, (answer) => {
      answer.resume().on('end', () => response.json({ order: request.params.order }));
    });
  });
  app.get('/prices/:sku', (request, response) => response.json({ price: 7 }));
  const server = app.listen(0, '127.0.0.1', () => console.log(`LISTENING ${server.address().port}`));
  // pnpm and bundlers end what they started in many ways; all of them end this.
  process.on('disconnect', () => process.exit());
};
