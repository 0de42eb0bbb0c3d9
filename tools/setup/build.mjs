import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, say, seconds } from './say.mjs';
import { filesBelow, packagesIn, stamp } from './stamp.mjs';

/** Builds the packages whose sources changed since they were built last. Independent of each other, so all at once. */
export async function build(node) {
  const stale = packagesIn('packages').map(buildOf).filter((one) => !one.isFresh());
  if (stale.length === 0) return;
  say(`building ${stale.map((one) => one.folder).join(', ')}`);
  const started = performance.now();
  const results = await Promise.all(stale.map((one) => bundle(node, one)));
  const failed = results.filter((result) => result.code !== 0);
  for (const { folder, output } of failed) process.stderr.write(`${folder}:\n${output}\n`);
  if (failed.length > 0) throw new Error(`The build of ${failed.map((result) => result.folder).join(', ')} failed: see above.`);
  say(`built in ${seconds(started)}`);
}

function buildOf(folder) {
  const sources = filesBelow(`${folder}/src`, (name) => !/\.test\.\w+$/.test(name));
  const settings = [`${folder}/package.json`, `${folder}/tsdown.config.ts`, 'tsconfig.base.json', 'pnpm-lock.yaml'];
  const built = stamp(`build/${folder}`, [...sources, ...settings]);
  return { folder, set: built.set, isFresh: () => built.isFresh() && existsSync(join(root, folder, 'dist')) };
}

function bundle(node, { folder, set }) {
  const options = { cwd: join(root, folder), stdio: ['ignore', 'pipe', 'pipe'] };
  const running = spawn(node, [join(root, 'node_modules/tsdown/dist/run.mjs')], options);
  const output = [];
  running.stdout.on('data', (chunk) => output.push(chunk));
  running.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    running.once('error', reject);
    running.once('close', (code) => {
      if (code === 0) set();
      resolve({ folder, code, output: Buffer.concat(output).toString() });
    });
  });
}
