import { expect } from 'chai';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, step, type Ended } from '../../tools/parts/command.ts';
import { root } from '../../tools/setup/say.mjs';
import { publicPackages, tarballName, type PublicPackage } from './public-packages.ts';

const packages = publicPackages();
// A preload would deliver to whatever listens on the default port of this machine. Nothing listens on this one.
const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SERVICE_NAME: 'packed' };

describe('the packed packages', function () {
  this.timeout(120_000);
  let folder: string;
  let app: string;
  const tarballOf = (one: PublicPackage): string => join(folder, 'tarballs', tarballName(one));
  const node = (...args: readonly string[]): Promise<Ended> => command(process.execPath, args, { cwd: app, env });
  const tool = (...args: readonly string[]): Promise<Ended> => command(process.execPath, args, { cwd: root });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigil-packed-'));
    app = join(folder, 'app');
    await mkdir(app);
    const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { packageManager: string };
    const pack = ['-r', '--filter', './packages/*', 'pack', '--pack-destination', join(folder, 'tarballs')];
    await step('npx', ['--yes', '--loglevel=error', packageManager, ...pack], { cwd: root });
    await installInto(app, Object.fromEntries(packages.map((one) => [one.name, `file:${tarballOf(one)}`])));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('bring the schema that an editor checks a configuration file by', async () => {
    const schema = JSON.parse(await readFile(join(app, 'node_modules/@vigil/node/vigil.schema.json'), 'utf8')) as { properties: object };
    expect(schema.properties).to.include.keys('endpoint', 'mode', 'propagators');
  });

  for (const one of packages) {
    describe(one.name, () => {
      it('pleases publint', async () => {
        const { code, output } = await tool('node_modules/publint/src/cli.js', 'run', tarballOf(one), '--strict');
        expect(code, output).to.equal(0);
      });

      it('has types that resolve as it says', async () => {
        const options = ['--profile', 'esm-only', '--no-definitely-typed', '--no-color', '--no-emoji'];
        const { code, output } = await tool('node_modules/@arethetypeswrong/cli/dist/index.js', tarballOf(one), ...options);
        expect(code, output).to.equal(0);
      });

      it('does not lead to its sources, which are not in it', async () => {
        expect(await readFile(join(app, 'node_modules', one.name, 'package.json'), 'utf8')).to.not.include('vigil-source');
      });

      for (const door of one.doors) {
        it(`opens ${door} by require and by import, and ends by itself`, async () => {
          const text = `require(${JSON.stringify(door)}); import(${JSON.stringify(door)}).catch((error) => { console.error(error); process.exit(1); });`;
          const { code, output } = await node('-e', text);
          expect(code, output).to.equal(0);
        });
      }

      for (const bin of one.bins) {
        it(`has the command ${bin}, which says its version`, async () => {
          const { code, output } = await command(join(app, 'node_modules/.bin', bin), ['--version'], { cwd: app, env });
          expect(code, output).to.equal(0);
          expect(output).to.include(one.version);
        });
      }
    });
  }

  for (const flag of ['--require', '--import']) {
    it(`starts with one line: node ${flag} @vigil/node/register`, async () => {
      const { code, output } = await node(flag, '@vigil/node/register', '-e', "console.log('the application ran')");
      expect(code, output).to.equal(0);
      expect(output).to.include('the application ran');
    });
  }

  it('finds nothing wrong with itself but the endpoint: vigil doctor', async () => {
    const { output } = await command(join(app, 'node_modules/.bin/vigil'), ['doctor'], { cwd: app, env });
    expect(output).to.include('before Vigil: nothing');
    expect(output).to.include('VIGIL_ENDPOINT_UNREACHABLE').and.to.match(/1 error, 0 warnings, 0 notes\s*$/);
  });

  it('says which door is not there', async () => {
    expect((await node('-e', "require('@vigil/node/attic')")).output).to.include('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});

// The packages among themselves from their tarballs, everything else from the registry, as a user gets it.
async function installInto(app: string, ours: Readonly<Record<string, string>>): Promise<void> {
  const manifest = { name: 'app', private: true, dependencies: ours, overrides: ours };
  await writeFile(join(app, 'package.json'), JSON.stringify(manifest));
  await step('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error'], { cwd: app });
}
