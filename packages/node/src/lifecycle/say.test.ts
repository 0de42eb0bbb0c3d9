import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

describe('say', () => {
  const module = fileURLToPath(new URL('say.ts', import.meta.url));
  const run = (level: string, before: string = ''): { stderr: string; stdout: string; status: number | null } => spawnSync(process.execPath, [
    '--input-type=module', '--eval', `
      import { closeSync } from 'node:fs';
      import { sayOn } from ${JSON.stringify(module)};
      ${before}
      const say = sayOn('${level}');
      for (const name of ['error', 'warn', 'info', 'debug']) say(name, 'a ' + name);
      console.log('done');`,
  ], { encoding: 'utf8' });

  for (const [level, said] of [['none', []], ['error', ['error']], ['warn', ['error', 'warn']], ['info', ['error', 'warn', 'info']], ['debug', ['error', 'warn', 'info', 'debug']]] as const) {
    it(`says ${said.join(', ') || 'nothing'} at ${level}, on stderr alone`, () => {
      expect(run(level).stderr).to.equal(said.map((name) => `vigil: a ${name}\n`).join(''));
      expect(run(level).stdout).to.equal('done\n');
    });
  }

  it('disturbs nobody when stderr is closed', () => {
    expect(run('info', 'closeSync(2);')).to.deep.include({ stdout: 'done\n', status: 0 });
  });

  it('says one line whatever stands in it, that steers no terminal and has an end', () => {
    const said = run('none', `sayOn('info')('info', 'a\\u001b[31m\\r\\nvigil: b\\u2028c\\u009b ü'); sayOn('info')('info', 'x'.repeat(1e5));`).stderr.split('\n');
    expect(said[0]).to.equal('vigil: a [31m vigil: b c  ü');
    expect(said[1]).to.equal(`vigil: ${'x'.repeat(2000)}…`);
    expect(said.slice(2)).to.deep.equal(['']);
  });
});
