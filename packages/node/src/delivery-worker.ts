import { parentPort, workerData } from 'node:worker_threads';
import type { Parcel, Receipt, SenderSettings } from './delivery/message.ts';
import { Sender } from './delivery/sender.ts';

const settings = workerData as SenderSettings;
const sender = new Sender(settings);

parentPort?.on('message', (parcel: Parcel) => {
  sender.send(parcel, (receipt: Receipt) => {
    settings.receipts.postMessage(receipt);
    Atomics.add(settings.settled, 0, 1);
    Atomics.notify(settings.settled, 0);
  });
});
