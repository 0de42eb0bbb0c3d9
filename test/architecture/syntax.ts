import { parseAst } from 'rolldown/parseAst';

/** A node of the syntax tree (ESTree with TypeScript, as oxc writes it), read without its many types. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** TypeScript as a tree. TypeScript 7 has no interface for programs; rolldown, which builds us anyway, brings a parser. */
export function parse(text: string, path: string): Syntax {
  return parseAst(text, { lang: 'ts' }, path) as unknown as Syntax;
}

/** What a visitor is told: the node and those around it, the nearest last. */
export type Visitor = (node: Syntax, around: readonly Syntax[]) => void;

/** Visits the tree, parents first. `skips` says where not to go down. */
export function walk(node: Syntax, visit: Visitor, skips: (node: Syntax) => boolean = () => false, around: readonly Syntax[] = []): void {
  if (skips(node)) return;
  visit(node, around);
  const inside = [...around, node];
  for (const child of childrenOf(node)) walk(child, visit, skips, inside);
}

function childrenOf(node: Syntax): Syntax[] {
  return Object.values(node).flat().filter(isSyntax);
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string';
}

const VALUES_IN_TYPES: ReadonlySet<string> = new Set([
  'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression',
]);

/** What only the compiler sees: it is gone when the program runs. */
export function isTypeOnly(node: Syntax): boolean {
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  return node.type.startsWith('TS') && !VALUES_IN_TYPES.has(node.type);
}

export function isFunction(node: Syntax): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type);
}

/** The last name of `a.b.name`, `this.#name` or `name`. */
export function nameOf(node: unknown): string | undefined {
  if (!isSyntax(node)) return undefined;
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return node['name'] as string;
  return node.type === 'MemberExpression' ? nameOf(node['property']) : undefined;
}

/** `new X(...)` for one of the names, seen through `as` and `satisfies`. */
export function isNew(node: unknown, names: readonly string[]): node is Syntax {
  return isSyntax(node) && node.type === 'NewExpression' && names.includes(nameOf(node['callee']) ?? '');
}
