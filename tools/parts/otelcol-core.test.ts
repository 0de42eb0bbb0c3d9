import { expect } from 'chai';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skip } from '../../test/support/skip.ts';
import { findDebian, unpack } from './debian.ts';
import { coreOtelcol, versionIn } from './otelcol-core.ts';
import { anyOtelcol, otelcol } from './otelcol.ts';

const CORE = "echo 'name: otlp'; echo 'name: memory_limiter'";

describe('a core Collector', () => {
  const before = { ...process.env };
  let folder: string;

  // Nothing on PATH but what a test puts there, and nothing that was built before.
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-core-'));
    await mkdir(join(folder, 'bin'));
    Object.assign(process.env, { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache'), VIGIL_OTELCOL: '', CI: '' });
  });

  afterEach(async () => {
    for (const name of ['PATH', 'XDG_CACHE_HOME', 'VIGIL_OTELCOL', 'CI']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await rm(folder, { recursive: true });
  });

  async function program(name: string, script: string): Promise<string> {
    const path = join(folder, 'bin', name);
    await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  }

  it('is not looked for without the programs that unpack Debian\'s packages', async () => {
    await program('apt-get', 'exit 1');
    expect(await coreOtelcol()).to.deep.equal({ missing: 'there is no apt-get and dpkg on PATH' });
  });

  it('is not built for who will not wait', async () => {
    expect(await coreOtelcol({ build: false })).to.have.property('missing').that.includes('npm run parts');
  });

  it('that cannot be fetched is a reason, and leaves nothing behind', async function () {
    await program('dpkg', 'exit 1');
    await program('apt-get', "echo 'E: the mirror is away' >&2; exit 100");
    const debian = findDebian();
    if ('missing' in debian) skip(this, debian.missing);
    const core = await anyOtelcol();
    expect(core).to.have.property('missing').that.matches(/there is no Go on PATH; for a core one: .* failed: E: the mirror is away$/);
    expect(await readdir(join(folder, 'cache/vigil/parts/otelcol-core'), { recursive: true })).to.have.length(1);
  });

  it('is the one on PATH or in VIGIL_OTELCOL before one is built, and says that it is one', async () => {
    const path = await program('otelcol', CORE);
    expect(await anyOtelcol()).to.deep.equal({ path, args: [], how: 'a core Collector, found on PATH', kind: 'core' });
    process.env['VIGIL_OTELCOL'] = path;
    expect(await anyOtelcol()).to.deep.equal({ path, args: [], how: 'a core Collector, VIGIL_OTELCOL', kind: 'core' });
  });

  it('is not taken where the contrib processors are needed, nor in CI', async () => {
    process.env['VIGIL_OTELCOL'] = await program('otelcol', CORE);
    expect(await otelcol()).to.deep.equal({ missing: 'VIGIL_OTELCOL is a core Collector, without contrib processors' });
    process.env['CI'] = 'true';
    expect(await anyOtelcol().catch((error: Error) => error.message)).to.include('CI may not go without it');
  });

  it('has the version of Debian\'s package of its sources', () => {
    expect(versionIn(['golang-1.27-go_1.27.3-1_amd64.deb', 'golang-opentelemetry-collector-dev_0.152.0-1_all.deb'])).to.equal('0.152.0');
    expect(versionIn([])).to.equal('unknown');
  });

  it('comes from the machine\'s own mirror, which is asked for when its apt has no indexes', async () => {
    const [aptGet, dpkg] = [await program('apt-get', APT), await program('dpkg', 'exit 0')];
    const suite = join(folder, 'suite');
    const { files } = await unpack({ aptGet, dpkg }, { suite: 'sid', names: ['a', 'b'], folder: suite });
    expect(files).to.deep.equal(['fetched.deb']);
  });
});

// Knows its mirror only after an update, and gives packages only to who asks that mirror for sid.
const APT = `
after() { rest="\${settings#*$1=}"; echo "\${rest%% *}"; }
settings="$*"
asked="$(after Dir::State::lists)/asked"
case "$settings" in
  *indextargets*) [ ! -f "$asked" ] || echo mirror:/debian/;;
  *update*) : > "$asked";;
  *download\\ a\\ b)
    read -r line < "$(after Dir::Etc::sourcelist)"
    case "$line" in deb*\\ mirror:/debian/\\ sid\\ main) : > fetched.deb;; *) exit 1;; esac;;
esac`;
