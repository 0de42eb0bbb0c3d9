import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { arch, hostname, platform, release } from 'node:os';
import { environment } from './environment.ts';
import type { Manifest } from './read-manifest.ts';

/** What the process can learn of where it runs, without asking anybody. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly manifest: Manifest;
  readonly instanceId: string;
  readonly pid: number;
  readonly executable: string;
  readonly runtimeVersion: string;
  readonly host: { readonly name: string; readonly arch: string; readonly os: string; readonly release: string };
  /** Linux's list of control groups and of mounts: the container's id stands in one of them. */
  readonly cgroup: string;
  readonly mounts: string;
  /** The application's main file. */
  readonly main: string | undefined;
}

/** Reads them, once, at start. No cloud metadata service is asked. */
export function readSurroundings(manifest: Manifest): Surroundings {
  return {
    env: environment(),
    manifest,
    instanceId: randomUUID(),
    pid: process.pid,
    executable: process.execPath,
    runtimeVersion: process.versions.node,
    host: { name: hostname(), arch: arch(), os: platform(), release: release() },
    cgroup: platform() === 'linux' ? readText('/proc/self/cgroup') : '',
    mounts: platform() === 'linux' ? readText('/proc/self/mountinfo') : '',
    main: process.argv[1],
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
