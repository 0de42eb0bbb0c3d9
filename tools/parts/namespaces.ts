import { command } from './command.ts';
import { onPath } from './on-path.ts';
import { missing, type FoundPart, type MissingPart } from './part.ts';

/** Linux's namespaces, as a container has them: `unshare`, as root or as somebody who may look like root to himself. */
export async function namespaces(): Promise<FoundPart | MissingPart> {
  const path = onPath(['unshare']);
  if (path === undefined) return missing("there is no 'unshare' on PATH");
  for (const args of [[], ['--map-root-user']]) {
    const { code } = await command(path, [...args, '--mount', '--pid', '--fork', 'true']);
    if (code === 0) return { path, args, how: args.length === 0 ? 'as root' : 'as a mapped user' };
  }
  return missing("'unshare' may not make namespaces here");
}
