import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cachePath } from './cache.ts';
import { findDebian, unpack, type Debian } from './debian.ts';
import { missing, type Part, type PartOptions } from './part.ts';

/** A program that Debian packages, for a machine that has it not installed. */
export interface DebianProgram {
  /** As a person calls it: `PostgreSQL`. */
  readonly label: string;
  /** Its packages and those of its libraries; the machine may lack any of them. */
  readonly packages: readonly string[];
  /** Where the program stands in the unpacked tree. */
  readonly program: string;
}

// Kept by Debian for years, and its libraries come along: it runs on whatever is newer.
const SUITE = 'bookworm';

/** The program, unpacked from Debian's packages once, never installed. Its libraries are found by `libraryPath`. */
export async function debianProgram({ label, packages, program }: DebianProgram, { build = true }: PartOptions): Promise<Part> {
  const root = cachePath(label.toLowerCase(), createHash('sha256').update(packages.join()).digest('hex').slice(0, 16));
  const part: Part = { path: join(root, program), args: [], how: "unpacked from Debian's packages" };
  if (existsSync(root)) return part;
  if (!build) return { missing: `no ${label} is unpacked yet: 'npm run parts' does that on Debian` };
  const debian = findDebian();
  if ('missing' in debian) return missing(`no ${label} is on PATH, and ${debian.missing}`);
  try {
    await cached({ path: root, label: `unpacking ${label} from Debian's packages`, make: (folder) => unpackRoot(debian, packages, folder) });
    return part;
  } catch (error) {
    return missing(`no ${label} is on PATH, and unpacking it failed: ${(error as Error).message.trimEnd().split('\n').at(-1)}`);
  }
}

async function unpackRoot(debian: Debian, names: readonly string[], folder: string): Promise<string> {
  return (await unpack(debian, { suite: SUITE, names, folder })).root;
}

const TRIPLES: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

/** LD_LIBRARY_PATH for the programs of an unpacked tree; undefined when there is none. */
export function libraryPath(root: string | undefined): string | undefined {
  const triple = TRIPLES[process.arch] ?? '';
  return root === undefined ? undefined : [join(root, 'usr/lib', triple), join(root, 'lib', triple)].join(':');
}

/** The root of the unpacked tree that a program stands in. */
export function unpackedRoot(program: string): string | undefined {
  return program.startsWith(cachePath()) ? program.slice(0, program.lastIndexOf('/usr/')) : undefined;
}
