import { debianProgram } from './debian-program.ts';
import { onPath } from './on-path.ts';
import type { Part, PartOptions } from './part.ts';

const PACKAGES: readonly string[] = [
  'redis-server', 'redis-tools', 'libatomic1', 'libcap2', 'libgcc-s1', 'libgcrypt20', 'libgpg-error0', 'libjemalloc2', 'liblz4-1', 'liblzf1', 'liblzma5',
  'libssl3', 'libstdc++6', 'libsystemd0', 'libzstd1',
];

/** Redis' server: on PATH, or unpacked from Debian's packages. */
export async function redis(options: PartOptions = {}): Promise<Part> {
  const installed = onPath(['redis-server']);
  if (installed !== undefined) return { path: installed, args: [], how: 'found on PATH' };
  return debianProgram({ label: 'Redis', packages: PACKAGES, program: 'usr/bin/redis-server' }, options);
}
