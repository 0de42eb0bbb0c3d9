'use strict';
// Preloaded instead of the register door: an application that has the stock SDK, and Vigil's preset in it.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { preset } = require('@vigil/node/sdk');

const sdk = new NodeSDK({ ...preset() });
sdk.start();
