import { lineAt, violation, type Source, type Violation } from './source.ts';
import { isFunction, walk, type Syntax } from './syntax.ts';

const FILE_LIMIT = 300;
const FUNCTION_LIMIT = 80;

/** Files and functions that are longer than anybody reads at once. In tests a `describe` is a chapter: only their files are judged. */
export function size(source: Source): readonly Violation[] {
  if (source.path.endsWith('.generated.ts')) return [];
  const lines = fileLines(source);
  const file = lines > FILE_LIMIT ? [violation('file-size', source, { start: 0 }, `${lines} lines, and ${FILE_LIMIT} is the limit`)] : [];
  if (source.isTest) return file;
  const long = functionsOf(source).filter((one) => one.lines > FUNCTION_LIMIT);
  return [...file, ...long.map((one) => violation('function-size', source, one.node, `${one.lines} lines, and ${FUNCTION_LIMIT} is the limit`))];
}

/** How long files and functions are: median, 90th percentile, longest. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** The spread of the lengths of files, and of the functions that have a name; callbacks are part of theirs. */
export function spreads(sources: readonly Source[]): { files: Spread; functions: Spread } {
  const judged = sources.filter(({ isTest, path }) => !isTest && !path.endsWith('.generated.ts'));
  const named = judged.flatMap(functionsOf).filter((one) => one.isNamed);
  return { files: spread(judged.map(fileLines)), functions: spread(named.map((one) => one.lines)) };
}

function spread(lengths: readonly number[]): Spread {
  const sorted = lengths.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { count: sorted.length, median: at(0.5), p90: at(0.9), max: at(1) };
}

function fileLines({ text }: Source): number {
  return text.trimEnd().split('\n').length;
}

interface Measured {
  readonly node: Syntax;
  readonly lines: number;
  readonly isNamed: boolean;
}

function functionsOf({ program, text }: Source): Measured[] {
  const found: Measured[] = [];
  walk(program, (node, around) => {
    if (!isFunction(node)) return;
    const lines = lineAt(text, node.end) - lineAt(text, node.start) + 1;
    found.push({ node, lines, isNamed: around.at(-1)?.type !== 'CallExpression' && around.at(-1)?.type !== 'NewExpression' });
  });
  return found;
}
