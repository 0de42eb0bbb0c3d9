import type { Layer, Match } from './mount-pattern.ts';

/** A layer of a router that does not keep the path that it was mounted at: Express 4, and `router` before 2.3. */
interface OlderLayer extends Layer {
  /** Express 4. What its path was made into. */
  readonly regexp?: RegExp;
  readonly keys?: Keys;
  /** What the last match left. */
  readonly path?: string;
  readonly params?: object;
  /** `router` before 2.3. */
  readonly matchers?: readonly { readonly name: string }[];
  readonly constructor: Compile;
}

type Compile = new (path: string, options: object, handle: () => void) => { readonly regexp: RegExp; readonly keys: Keys };
type Keys = readonly { readonly name: string | number }[];

/** One of the paths of a mount, as it was written and as it is matched. */
interface Written {
  readonly text: string;
  readonly regexp: RegExp;
  readonly keys?: Keys;
}

/** The same layer, as if it were of a router that keeps its path. */
export function readableLayer(layer: Layer): Layer {
  const { regexp, rawPath } = layer as OlderLayer;
  if (rawPath !== undefined) return layer;
  return regexp === undefined ? ofOlderRouter(layer as OlderLayer) : ofExpress4(layer as OlderLayer, regexp);
}

function ofExpress4(layer: OlderLayer, regexp: RegExp): Layer {
  const paths = certainPaths(layer, regexp) ?? [{ text: String(regexp), regexp }];
  return {
    rawPath: paths.length === 1 ? paths[0]?.text : undefined,
    match(path) {
      for (const written of paths) {
        const found = written.regexp.exec(path);
        if (found !== null) return { path: found[0], pattern: written.text, params: {} };
      }
      return false;
    },
  };
}

/** The paths, when Express makes the very same of them again; a guess that it cannot read is none. */
function certainPaths(layer: OlderLayer, regexp: RegExp): Written[] | undefined {
  try {
    const paths = writtenPaths(layer, regexp);
    const isSame = paths?.map((path) => path.regexp.source).join('|') === regexp.source;
    return isSame && namesOf(paths?.flatMap(({ keys = [] }) => keys)) === namesOf(layer.keys) ? paths : undefined;
  } catch {
    return undefined;
  }
}

function namesOf(keys: Keys = []): string {
  return keys.map(({ name }) => name).join();
}

/** What Express 4 puts behind a mount's path, and between the paths of one that has several. */
const END = '\\/?(?=\\/|$)';
const AND = `${END}|^`;
/** What it makes of a parameter: a slash or dot, one of three kinds of text, and whether it may be missing. Of a `*` it makes the last. */
const PARAMETER = /\(\?:(\\[/.])?(?:\(\[\^\/(?:\\\.)?\]\+\?\)|\(\(\?:\(\?!.*?\)\.\)\+\?\)|(\([^()]*\)))\)(\?)?|\(\.\*\)/g;

/** The paths that were made into this expression, worked out backwards; undefined for one that the application wrote itself. */
function writtenPaths({ keys = [], constructor: Compiled }: OlderLayer, { source, flags }: RegExp): Written[] | undefined {
  if (!source.startsWith('^') || !source.endsWith(END)) return undefined;
  const names = keys.map(({ name }) => name);
  const options = { sensitive: !flags.includes('i'), strict: false, end: false };
  return source.slice(1, -END.length).split(AND).map((part) => {
    const text = part
      .replace(PARAMETER, (all, slash = '', custom = '', optional = '') => {
        const name = names.shift();
        return all === '(.*)' ? '*' : `${slash}:${name}${custom}${optional}`;
      })
      .replaceAll(/\\([/.])/g, '$1') || '/';
    const { regexp, keys: found } = new Compiled(text, options, () => {});
    return { text, regexp, keys: found };
  });
}

/** Keeps no more of a path than functions that match, so that the pattern is made of what they found. */
function ofOlderRouter(layer: OlderLayer): Layer {
  const byExpression = layer.matchers?.some(({ name }) => name === 'regexpMatcher') ?? false;
  return {
    match(path) {
      if (layer.match(path) !== true) return false;
      const found = { path: layer.path ?? '', params: layer.params ?? {} };
      return { ...found, pattern: byExpression ? '' : namedPath(found) };
    },
  };
}

/**
 * A concrete path with the names of its parameters in the place of their values; empty when one is not found, for what a
 * client chose has no place in a route's name. From its end: what comes first is more often written than meant.
 */
function namedPath({ path, params }: Match): string {
  let rest = path;
  let named = '';
  for (const [name, value] of Object.entries(params).toReversed()) {
    const text = (Array.isArray(value) ? value : [value]).map(encodeURIComponent).join('/');
    const at = rest.lastIndexOf(text);
    if (at < 0) return '';
    named = (Array.isArray(value) ? '*' : ':') + name + rest.slice(at + text.length).toLowerCase() + named;
    rest = rest.slice(0, at);
  }
  return rest.toLowerCase() + named;
}
