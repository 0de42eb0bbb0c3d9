import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, cachePath } from './cache.ts';
import { step } from './command.ts';
import { missing, type FoundPart, type MissingPart, type PartOptions } from './part.ts';

/** What runs beside Vigil in the tests of clashes. Each has a folder of its own: together they would not install. */
export const OTHERS = {
  'dd-trace': { 'dd-trace': '6.21.0' },
  sentry: { '@sentry/node': '11.12.0' },
  edot: { '@elastic/opentelemetry-node': '1.18.0' },
  'sdk-2': { '@opentelemetry/sdk-node': '0.223.0', '@opentelemetry/api': '1.9.1', '@opentelemetry/api-logs': '0.223.1' },
  'sdk-3': { '@opentelemetry/sdk-node': '0.301.0', '@opentelemetry/api': '1.10.0' },
} as const;

/** A folder with one of them installed, as an application has it. */
export function npmPackages(name: keyof typeof OTHERS): (options?: PartOptions) => Promise<FoundPart | MissingPart> {
  const dependencies = OTHERS[name];
  return async ({ build = true } = {}) => {
    const path = cachePath('npm', name, Object.values(dependencies).join('-'));
    if (!existsSync(path) && !build) return { missing: `${name} is not installed yet: 'npm run parts' does that` };
    try {
      await cached({ path, label: `installing ${name} for tests`, make: (folder) => install(dependencies, folder) });
      return { path, args: [], how: Object.entries(dependencies).map((one) => one.join('@')).join(', ') };
    } catch (error) {
      return missing(`${name} cannot be installed: ${(error as Error).message}`);
    }
  };
}

async function install(dependencies: Readonly<Record<string, string>>, folder: string): Promise<string> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', private: true, dependencies }));
  await step('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  return folder;
}
