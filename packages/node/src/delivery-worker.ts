import { parentPort, workerData } from 'node:worker_threads';
import { HURRY, type Parcel, type Receipt, type SenderSettings } from './delivery/message.ts';
import { Sender } from './delivery/sender.ts';

const settings = workerData as SenderSettings;
const sender = new Sender(settings);

function tell(receipt: Receipt): void {
  settings.receipts.postMessage(receipt);
  if (receipt.again === true) return;
  Atomics.add(settings.settled, 0, 1);
  Atomics.notify(settings.settled, 0);
}

parentPort?.on('message', (message: Parcel | typeof HURRY) => {
  if (message === HURRY) return sender.hurry();
  sender.send(message, tell).catch((error: unknown) => tell({ id: message.id, error: String(error) }));
});
