/** The versions that a lockfile has of a package, whichever package manager wrote it. Empty when it does not name it. */
export function lockedVersions(file: string, text: string, name: string): string[] {
  const versions = file.endsWith('.json') ? fromNpm(text, name) : fromText(file, text, name);
  return Array.from(new Set(versions));
}

function fromNpm(text: string, name: string): string[] {
  const { packages } = JSON.parse(text) as { packages?: Readonly<Record<string, { version?: string; link?: boolean }>> };
  return Object.entries(packages ?? {}).flatMap(([path, { version }]) => (path.endsWith(`node_modules/${name}`) && version !== undefined ? [version] : []));
}

/** pnpm: `'@scope/name@1.2.3':` or `name@1.2.3(peer):`; Yarn: a heading that begins with the name, its version in the next lines. */
function fromText(file: string, text: string, name: string): string[] {
  const escaped = name.replaceAll('/', '\\/');
  const pattern = file.endsWith('yarn.lock')
    ? new RegExp(`^"?${escaped}@[^\\n]*:\\n(?: {2}[^\\n]*\\n)*? {2}version:? "?(\\d[^"\\s]*)`, 'gm')
    : new RegExp(`^ {2}'?${escaped}@(\\d[^'(:]*)['(:]`, 'gm');
  return Array.from(text.matchAll(pattern), ([, version]) => version as string);
}
