import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const module = fileURLToPath(new URL('watch-failures.ts', import.meta.url));

describe('watchFailures', () => {
  /** Runs a process that dies of `code`, and answers how, and what was told. */
  function run(code: string, watch: boolean = true, args: readonly string[] = []): { status: number | null; told: unknown; stderr: string } {
    const script = `
      import { createGuard } from '@vigil/events';
      import { watchFailures } from ${JSON.stringify(module)};
      const stop = ${watch}
        ? watchFailures(({ error, origin, fatal }) => console.log(JSON.stringify([String(error), origin, fatal])), createGuard({ report: () => {} }))
        : () => {};
      ${code}`;
    const options = ['--conditions=vigil-source', '--input-type=module', ...args, '--eval', script];
    const { status, stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8', cwd: fileURLToPath(new URL('.', import.meta.url)) });
    return { status, told: stdout === '' ? undefined : JSON.parse(stdout), stderr };
  }

  const ends: readonly [name: string, code: string, told: unknown, status: number][] = [
    ['an exception', "setTimeout(() => { throw new TypeError('x'); })", ['TypeError: x', 'uncaughtException', true], 1],
    ['a rejection', "Promise.reject(new RangeError('x'))", ['RangeError: x', 'unhandledRejection', true], 1],
    ['an exception that the application handles', "process.on('uncaughtException', () => {}); setTimeout(() => { throw 1; })", ['1', 'uncaughtException', false], 0],
    ['an exception that the application captures', "process.setUncaughtExceptionCaptureCallback(() => {}); setTimeout(() => { throw 1; })", ['1', 'uncaughtException', false], 0],
    ['a rejection that the application handles', "process.on('unhandledRejection', () => {}); Promise.reject(1)", undefined, 0],
    ['an exception after its stop', "stop(); throw new TypeError('x')", undefined, 1],
    ['nothing', '', undefined, 0],
  ];
  for (const [name, code, told, status] of ends) {
    it(`tells of ${name}, and Node ends as without it`, () => {
      const watched = run(code);
      expect([watched.told, watched.status]).to.deep.equal([told, status]);
      expect(watched.stderr.replaceAll(/\[eval1\]:\d+/g, '')).to.equal(run(code, false).stderr.replaceAll(/\[eval1\]:\d+/g, ''));
    });
  }

  it('tells nothing of rejections that Node was told to ignore', () => {
    expect(run('Promise.reject(1)', true, ['--unhandled-rejections=none']).told).to.equal(undefined);
  });
});
