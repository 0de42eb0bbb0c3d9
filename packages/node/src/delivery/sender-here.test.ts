import { spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { expect } from 'chai';
import { targetsTo } from './made-targets.ts';
import type { Receipt, SenderSettings } from './message.ts';
import { SenderHere } from './sender-here.ts';

describe('SenderHere', () => {
  let server: Server;
  let answer: (response: ServerResponse) => void;
  let settings: SenderSettings;

  beforeEach(async () => {
    answer = (response) => response.end();
    server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const targets = targetsTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    settings = { targets, proxy: undefined, userAgent: 'test/1', settled: new Int32Array(1), receipts: new MessageChannel().port1 };
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const sent = (by: SenderSettings = settings): Promise<Receipt> => new Promise((resolve) => {
    new SenderHere(by, resolve).postMessage({ id: 3, signal: 'traces', bytes: Uint8Array.of(1) });
  });

  it('sends what it is posted and tells what became of it', async () => {
    expect(await sent()).to.deep.equal({ id: 3 });
    answer = (response) => response.writeHead(400).end();
    expect(await sent()).to.deep.equal({ id: 3, error: 'HTTP 400' });
  });

  it('tells of each parcel when it cannot even be made', async () => {
    const broken = { ...settings, get targets(): SenderSettings['targets'] { throw new Error('no targets'); } };
    expect(await sent(broken)).to.deep.equal({ id: 3, error: 'Error: no targets' });
  });

  it('keeps its own calls out of the telemetry', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    const suppressed: boolean[] = [];
    const onRequest = (): void => void suppressed.push(isTracingSuppressed(context.active()));
    subscribe('http.client.request.created', onRequest);
    await sent();
    unsubscribe('http.client.request.created', onRequest);
    context.disable();
    expect(suppressed).to.deep.equal([true]);
  });

  it('lets a process end while an answer does not come', async () => {
    answer = () => {};
    const script = `
      import { SenderHere } from ${JSON.stringify(fileURLToPath(new URL('sender-here.ts', import.meta.url)))};
      const sender = new SenderHere({ targets: ${JSON.stringify(settings.targets)}, userAgent: 'test/1' }, () => {});
      sender.postMessage({ id: 1, signal: 'traces', bytes: Uint8Array.of(1) });`;
    const child = spawn(process.execPath, ['--conditions=vigil-source', '--input-type=module', '--eval', script], { stdio: ['ignore', 'ignore', 'inherit'] });
    const patience = setTimeout(() => child.kill('SIGKILL'), 8000);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(patience);
    expect(code).to.equal(0);
  });
});
