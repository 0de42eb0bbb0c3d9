import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cachePath } from './cache.ts';
import { step } from './command.ts';
import { missing, type FoundPart, type MissingPart, type PartOptions } from './part.ts';

/** The versions that the set-ups are proved on, beside the pinned one: the oldest that Vigil takes, and the newest of each other line. */
export const NODES = { oldest: '22.15.0', newest22: '22.23.3', newest26: '26.10.0' } as const;

/** A real Node of one of these versions, from the npm package that holds its program. */
export function nodeOf(version: string): (options?: PartOptions) => Promise<FoundPart | MissingPart> {
  return async ({ build = true } = {}) => {
    const path = cachePath('node', `${process.platform}-${process.arch}`, version);
    if (!existsSync(path) && !build) return { missing: `Node ${version} is not fetched yet: 'npm run parts' does that` };
    try {
      await cached({ path, label: `fetching Node ${version}`, make: (folder) => fetchNode(version, folder) });
      return { path, args: [], how: 'from its npm package' };
    } catch (error) {
      return missing(`Node ${version} cannot be had: ${(error as Error).message}`);
    }
  };
}

async function fetchNode(version: string, folder: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const quiet = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--loglevel=error'];
  await step('npm', ['install', ...quiet, '--prefix', folder, `${name}@${version}`], { cwd: folder });
  const program = join(folder, 'node_modules', name, 'bin/node');
  // Being there is not enough: on a system with another C library the file exists and does not start.
  await step(program, ['--version']);
  return program;
}
