import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startReceiver } from './receiver/receiver.ts';

const bin = fileURLToPath(new URL('vigil.ts', import.meta.url));

describe('vigil, the command', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await run('--version')).to.deep.equal({ code: 0, out: `${version}\n`, error: '' });
  });

  it('says what is wrong in one line, on stderr, and exits with 2', async () => {
    const { code, out, error } = await run('receive', '--prot', '1');
    expect([code, out]).to.deep.equal([2, '']);
    expect(error).to.match(/^VIGIL_FLAG_UNKNOWN: .*--help.*\n$/);
  });

  it('says in one line that a port is taken', async () => {
    const receiver = await startReceiver();
    const { code, error } = await run('receive', '--port', String(receiver.port));
    await receiver.close();
    expect([code, error]).to.deep.equal([2, `VIGIL_PORT_IN_USE: 127.0.0.1:${receiver.port} is in use by another process. ` +
      'Stop that process, or choose another port: vigil receive --port 0 takes a free one.\n']);
  });

  it('shows what arrives, ends cleanly on Ctrl-C, and then shows what it still held', async () => {
    const child = start('receive', '--port', '0');
    const output = outputOf(child);
    const url = await output.find(/http:\/\/127\.0\.0\.1:\d+/);
    await post(`${url}/v1/logs`, { resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber: 13, body: { stringValue: 'loose \x1b[2J' } }] }] }] });
    await output.find(/WARN {2}unknown service loose ␛\[2J/);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await post(`${url}/v1/traces`, { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId, spanId: 'b7ad6b7169203331', name: 'GET /held' }] }] }] });
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    expect(code).to.equal(0);
    expect(output.text()).to.contain('GET /held');
  });
});

function start(...args: string[]): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  delete env['FORCE_COLOR'];
  return spawn(process.execPath, ['--conditions=vigil-source', bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const child = start(...args);
  const [out, error] = [outputOf(child), outputOf(child, 'stderr')];
  const [code] = (await once(child, 'close')) as [number];
  return { code, out: out.text(), error: error.text() };
}

function outputOf(child: ChildProcess, stream: 'stdout' | 'stderr' = 'stdout'): { text(): string; find(pattern: RegExp): Promise<string> } {
  let text = '';
  const source = child[stream] as NodeJS.ReadableStream;
  source.setEncoding('utf8');
  source.on('data', (chunk: string) => (text += chunk));
  return {
    text: () => text,
    find: async (pattern) => {
      while (!pattern.test(text)) await once(source, 'data');
      return (pattern.exec(text) as RegExpExecArray)[0];
    },
  };
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(response.status).to.equal(200);
}
