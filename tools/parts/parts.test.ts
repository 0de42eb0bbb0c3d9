import { expect } from 'chai';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { command, step } from './command.ts';
import { isAtLeast } from './go.ts';
import { onPath } from './on-path.ts';
import { otelcol } from './otelcol.ts';
import { missing } from './part.ts';

describe('a real part', () => {
  it('that is missing is a reason, but in CI a failure', () => {
    expect(missing('there is no Go', false)).to.deep.equal({ missing: 'there is no Go' });
    expect(() => missing('there is no Go', true)).to.throw('there is no Go, and CI may not go without it');
  });

  it('is had from VIGIL_OTELCOL before anything else', async () => {
    const before = process.env['VIGIL_OTELCOL'];
    process.env['VIGIL_OTELCOL'] = process.execPath;
    try {
      expect(await otelcol()).to.deep.equal({ path: process.execPath, args: [], how: 'VIGIL_OTELCOL', kind: 'contrib' });
    } finally {
      if (before === undefined) delete process.env['VIGIL_OTELCOL'];
      else process.env['VIGIL_OTELCOL'] = before;
    }
  });

  it('is found on PATH in the order of its names, and only when it can be run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vigil-path-'));
    for (const name of ['first', 'second', 'text']) await writeFile(join(folder, name), '');
    for (const name of ['first', 'second']) await chmod(join(folder, name), 0o755);
    const path = ['/nowhere', folder].join(delimiter);
    expect(onPath(['second', 'first'], path)).to.equal(join(folder, 'second'));
    expect(onPath(['text'], path)).to.equal(undefined);
    await rm(folder, { recursive: true });
  });

  it('is built by a Go that is new enough', () => {
    expect(['go1.26.8', 'go1.25', 'go2.0.1'].map((version) => isAtLeast(version, '1.25'))).to.deep.equal([true, true, true]);
    expect(['go1.24.9', 'devel', ''].map((version) => isAtLeast(version, '1.25'))).to.deep.equal([false, false, false]);
  });
});

describe('a command', () => {
  it('gives its code and what it said on both streams', async () => {
    const ended = await command(process.execPath, ['-e', "console.log('out'); console.error('err'); process.exitCode = 3;"]);
    expect(ended.code).to.equal(3);
    expect(ended.output).to.include('out').and.include('err');
  });

  it('that must succeed throws with its last lines', async () => {
    const failure = await step(process.execPath, ['-e', "console.error('no room'); process.exit(1);"]).catch((error: Error) => error.message);
    expect(failure).to.include('ended with code 1').and.include('no room');
  });
});
