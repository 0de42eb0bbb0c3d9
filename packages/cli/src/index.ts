export { decode, type Batch, type Decoded, type Encoding, type Signal } from './otlp/decode.ts';
export type * from './otlp/received.ts';
export { startReceiver, type Answer, type Call, type Receiver, type ReceiverOptions } from './receiver/receiver.ts';
export type { ReceivedRequest } from './receiver/history.ts';
export type { ViewOptions } from './view/paint.ts';
export { renderRoutes } from './view/route-table.ts';
export { renderTrace } from './view/trace-view.ts';
