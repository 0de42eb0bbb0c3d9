/** What lives on a heap: how many objects of each class, closures of each name, and other things of each kind. */
export type Census = ReadonlyMap<string, number>;

/** A class, how many there were and how many more there are now. */
export interface Growth {
  readonly name: string;
  readonly before: number;
  readonly more: number;
}

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[], ...unknown[]] } };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

// Texts and arrays have no class: they are counted together. A text's "name" is the text itself.
const NAMED = new Set(['object', 'closure', 'native']);
/** The compiler's own, which grows for as long as it finds anything to compile better. */
const COMPILED = new Set(['code', 'hidden', 'object shape']);
/** Node's fetch leaves one for each body, until a finaliser runs after the garbage was collected; without Vigil too. */
const PENDING = 'object WeakRef';

/** Counts what is on a heap snapshot, as `v8.writeHeapSnapshot` writes it. */
export function census({ snapshot, nodes, strings }: Snapshot): Census {
  const { node_fields: fields, node_types: [types] } = snapshot.meta;
  const [typeAt, nameAt] = [fields.indexOf('type'), fields.indexOf('name')];
  const counts = new Map<string, number>();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[nodes[at + typeAt]!]!;
    if (COMPILED.has(type)) continue;
    const name = NAMED.has(type) ? `${type} ${strings[nodes[at + nameAt]!]}` : type;
    if (name === PENDING) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What there is more of than before, by at least so many; most first. */
export function grown(before: Census, after: Census, atLeast: number): Growth[] {
  const all = [...after].map(([name, count]) => ({ name, before: before.get(name) ?? 0, more: count - (before.get(name) ?? 0) }));
  return all.filter(({ more }) => more >= atLeast).toSorted((a, b) => b.more - a.more);
}
