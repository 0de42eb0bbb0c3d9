import { build } from 'esbuild';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from '../../tools/setup/say.mjs';

export interface Bundle {
  readonly by: 'esbuild' | 'rolldown';
  readonly format: 'cjs' | 'esm';
  /** Whether Vigil and the API stay out of the file, or go into it. */
  readonly vigil: 'outside' | 'inside';
  readonly entry: string;
}

const OUTSIDE = ['@vigil/node', '@vigil/node/register', '@opentelemetry/api'];
/** What esbuild's own notes say to put before ES modules that hold CommonJS. */
const REQUIRE_IN_ESM = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles an application into one file in a folder of its own, without node_modules when all is inside. */
export async function bundle({ by, format, vigil, entry }: Bundle, parent: string): Promise<string> {
  const folder = await mkdtemp(join(parent, `${by}-`));
  const file = join(folder, format === 'cjs' ? 'app.cjs' : 'app.mjs');
  const external = vigil === 'outside' ? OUTSIDE : [];
  if (vigil === 'outside') await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  else await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'bundled' }));
  if (by === 'esbuild') {
    const banner = format === 'esm' ? { js: REQUIRE_IN_ESM } : {};
    await build({ entryPoints: [entry], outfile: file, bundle: true, platform: 'node', format, external, banner, logLevel: 'error' });
  } else {
    const made = await rolldown({ input: entry, platform: 'node', external, logLevel: 'silent' });
    await made.write({ file, format, codeSplitting: false });
    await made.close();
  }
  return file;
}
