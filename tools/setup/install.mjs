import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { child } from './child.mjs';
import { root, say, seconds } from './say.mjs';
import { packagesIn, stamp } from './stamp.mjs';

/** Installs what the lockfile names, by the pinned pnpm, unless that is what stands in node_modules. */
export async function install() {
  const manifests = [...packagesIn('packages'), ...packagesIn('examples')].map((folder) => `${folder}/package.json`);
  const installed = stamp('install', ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]);
  if (installed.isFresh()) return;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  say(`installing the dependencies of the lockfile with ${packageManager} (once)`);
  const started = performance.now();
  const code = await child('npx', ['--yes', '--loglevel=error', packageManager, 'install', '--frozen-lockfile'], { cwd: root });
  if (code !== 0) throw new Error(`The install ended with code ${code}: what ${packageManager} said stands above.`);
  installed.set();
  say(`installed in ${seconds(started)}`);
}
