// The same from an ES module, by code of the application's: the SDK starts, and the application is loaded after it.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { preset } from '@vigil/node/sdk';

new NodeSDK({ ...preset() }).start();
await import(process.env.APP);
