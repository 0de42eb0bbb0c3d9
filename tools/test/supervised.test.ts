import { expect } from 'chai';
import { connect } from 'node:net';
import { supervised } from './supervised.ts';

describe('a supervised child', () => {
  const cwd = process.cwd();
  const node = (text: string): string[] => ['-e', text];

  it('gives its code and what it sent', async () => {
    const ending = await supervised(process.execPath, node("process.send('hello'); process.exitCode = 4;"), { cwd, limit: 60_000 });
    expect(ending).to.deep.equal({ code: 4, ended: 'by itself', messages: ['hello'] });
  });

  it('takes along what it started when it ends', async () => {
    const grandchild = "const s = require('net').createServer().listen(0, '127.0.0.1', () => process.send(s.address().port))";
    const text = `
      const stdio = ['ignore', 'ignore', 'ignore', 'ipc'];
      const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { stdio });
      child.once('message', (port) => process.send(port, () => process.exit()));`;
    const { messages: [port] } = await supervised(process.execPath, node(text), { cwd, limit: 60_000 });
    await silenceOn(port as number);
  });
});

// A killed process is gone a moment later. It is not asked for by its number: that stands until somebody has looked at its end.
async function silenceOn(port: number): Promise<void> {
  for (let tries = 0; await answers(port); tries++) {
    if (tries === 300) throw new Error(`Something still listens on ${port}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy()).once('error', () => resolve(false));
    socket.once('close', (hadError) => resolve(!hadError));
  });
}
