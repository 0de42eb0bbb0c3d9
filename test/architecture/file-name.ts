import { violation, type Source, type Violation } from './source.ts';

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
// Names of drawers: whatever is put in there has no name of its own yet.
const DRAWERS: ReadonlySet<string> = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'misc', 'shared', 'lib']);

/** Folders and files that are not in kebab-case, or that are drawers. */
export function fileName(source: Source): readonly Violation[] {
  const parts = source.path.split('/').map((part) => part.replace(/(\.(test|config|cases|generated|d))?\.[a-z]+$/, ''));
  return parts.flatMap((part) => {
    const reason = problemOf(part);
    return reason ? [violation('file-name', source, { start: 0 }, `'${part}' ${reason}`)] : [];
  });
}

function problemOf(part: string): string | undefined {
  if (!KEBAB.test(part)) return 'is not in kebab-case';
  const drawer = part.split('-').find((word) => DRAWERS.has(word));
  return drawer ? `is a drawer ('${drawer}'): name it after what it does` : undefined;
}
