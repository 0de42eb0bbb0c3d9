import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cachePath } from './cache.ts';
import { command, step } from './command.ts';
import { findGo, goEnvironment } from './go.ts';
import { onPath } from './on-path.ts';
import { missing, type Part, type PartOptions } from './part.ts';

const MODULE = 'github.com/docker/compose/v2';
const VERSION = 'v2.40.3';

/** Docker Compose. What the tests ask of it needs no engine. */
export async function dockerCompose({ build = true }: PartOptions = {}): Promise<Part> {
  const plugin = await pluginOfDocker();
  if (plugin) return plugin;
  const path = cachePath('docker-compose', VERSION, 'docker-compose');
  if (existsSync(path)) return found(path, `${VERSION}, built before from its Go module`);
  if (!build) return { missing: "Docker Compose is not built yet: 'npm run parts' does that where Go is at hand" };
  const go = await findGo('1.24');
  if ('missing' in go) return missing(`'docker compose' does not answer, and to build it: ${go.missing}`);
  const label = `building Docker Compose ${VERSION} with Go: some minutes the first time`;
  return found(await cached({ path, label, make: (folder) => compile(go.go, folder) }), `${VERSION}, built from its Go module`);
}

function found(path: string, how: string): Part {
  return { path, args: [], how };
}

async function pluginOfDocker(): Promise<Part | undefined> {
  const docker = onPath(['docker']);
  if (!docker) return undefined;
  const { code } = await command(docker, ['compose', 'version']);
  return code === 0 ? { path: docker, args: ['compose'], how: 'the plugin of the installed docker' } : undefined;
}

// `go install` refuses a module with `exclude` lines; built in its own folder it is the main module, and they hold.
async function compile(go: string, folder: string): Promise<string> {
  const env = goEnvironment();
  const module = JSON.parse(await step(go, ['mod', 'download', '-json', `${MODULE}@${VERSION}`], { cwd: folder, env })) as { Dir: string };
  const binary = join(folder, 'docker-compose');
  const flags = `-s -w -X ${MODULE}/internal.Version=${VERSION}`;
  await step(go, ['build', '-mod=readonly', '-trimpath', `-ldflags=${flags}`, '-o', binary, './cmd'], { cwd: module.Dir, env });
  return binary;
}
