'use strict';
module.exports = async ({ express, pino }) => {
  const { get } = await import('node:http');
  require('./shop.cjs')({ express, pino, get });
};
