import { violation, type Source, type Violation } from './source.ts';
import { isFunction, isNew, isSyntax, isTypeOnly, nameOf, walk, type Syntax } from './syntax.ts';

// The rule, in words. A store is a Map, a Set, or a list or object that starts empty.
//   1. At module level there is none, and no `let`: a table that is filled where it is made and never changed is no store.
//   2. A class that keeps one in a field also counts it against something that is named a bound.
//   3. So does a function that keeps one for the functions inside it (a closure is a class in other clothes).
// It cannot prove that the bound holds; it makes whoever adds a store write one down, or an exception with its reason.

const RULE = 'store-bound';
const GROWS: ReadonlySet<string> = new Set(['set', 'add', 'push', 'unshift', 'splice', 'delete', 'clear', 'pop', 'shift']);
const BOUND = /max|limit|capacity|bound|size/i;
const COUNTS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '-', '%', '===', '!==']);
// A function given to one of these is done before the call returns.
const ITERATES: ReadonlySet<string> = new Set([
  'map', 'filter', 'forEach', 'some', 'every', 'find', 'findIndex', 'findLast', 'reduce', 'flatMap', 'sort', 'toSorted', 'replace', 'replaceAll', 'from',
]);

/** Stores without a bound. */
export function storeBound(source: Source): readonly Violation[] {
  if (!source.package || source.isTest) return [];
  return [...moduleStores(source), ...ownerStores(source)];
}

function moduleStores(source: Source): Violation[] {
  const statements = (source.program['body'] as readonly Syntax[]).map((one) => (isSyntax(one['declaration']) ? one['declaration'] : one));
  return statements.filter((one) => one.type === 'VariableDeclaration').flatMap((statement) => {
    if (statement['kind'] !== 'const') return [violation(RULE, source, statement, `'${statement['kind']}' at module level is state that nobody owns`)];
    const stores = (statement['declarations'] as readonly Syntax[]).filter((one) => isStoreOfModule(one, source));
    return stores.map((one) => violation(RULE, source, one, `'${nameOf(one['id'])}' is a store at module level`));
  });
}

function isStoreOfModule({ id, init }: Syntax, source: Source): boolean {
  if (isReadonly(id) || isReadonly(init)) return false;
  const value = bare(init);
  if (isStore(value)) return true;
  const isTable = isNew(value, ['Map', 'Set']) || (isSyntax(value) && value.type === 'ArrayExpression');
  return isTable && growsIn(source.program, nameOf(id) ?? '');
}

// `ReadonlyMap`, `ReadonlySet`, `readonly X[]`, `Readonly<...>`, `as const`: the compiler keeps these from growing.
function isReadonly(node: unknown): boolean {
  if (!isSyntax(node)) return false;
  let found = false;
  walk(node, (one) => {
    const name = one.type === 'TSTypeReference' ? nameOf(one['typeName']) : undefined;
    if (name?.startsWith('Readonly') || name === 'const' || one['operator'] === 'readonly') found = true;
  }, isFunction);
  return found;
}

function bare(node: unknown): unknown {
  return isSyntax(node) && /^TS(As|Satisfies)Expression$/.test(node.type) ? bare(node['expression']) : node;
}

/** Something that starts empty, to be filled. */
function isStore(node: unknown): boolean {
  if (isNew(node, ['Map', 'Set'])) return (node['arguments'] as readonly unknown[]).length === 0;
  if (!isSyntax(node)) return false;
  const held = node.type === 'ArrayExpression' ? node['elements'] : node.type === 'ObjectExpression' ? node['properties'] : undefined;
  return Array.isArray(held) && held.length === 0;
}

function growsIn(scope: Syntax, store: string): boolean {
  let found = false;
  walk(scope, (node) => {
    if (changed(node) === store) found = true;
  }, isTypeOnly);
  return found;
}

// The name of what a node changes: `x.push(1)`, `x[key] = 1`, `x.length = 0`.
function changed(node: Syntax): string | undefined {
  const target = node.type === 'CallExpression' ? node['callee'] : node.type === 'AssignmentExpression' ? node['left'] : undefined;
  if (!isSyntax(target) || target.type !== 'MemberExpression') return undefined;
  const changes = target['computed'] || (node.type === 'CallExpression' ? GROWS.has(nameOf(target) ?? '') : false);
  return changes ? nameOf(target['object']) : undefined;
}

function ownerStores(source: Source): Violation[] {
  const found: Violation[] = [];
  walk(source.program, (node, around) => {
    const isOutermost = isFunction(node) && !around.some((one) => isFunction(one) || isClass(one));
    if (!isClass(node) && !isOutermost) return;
    if (countsAgainstBound(node)) return;
    const stores = isClass(node) ? fieldStores(node) : closureStores(node);
    found.push(...stores.map((one) => violation(RULE, source, one, `'${storeName(one)}' grows, and nothing near it counts it against a bound`)));
  }, isTypeOnly);
  return found;
}

function isClass(node: Syntax): boolean {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

function storeName(node: Syntax): string | undefined {
  return nameOf(node['key'] ?? node['id'] ?? node['left']);
}

function fieldStores(owner: Syntax): Syntax[] {
  const found: Syntax[] = [];
  walk(owner, (node) => {
    const isField = node.type === 'PropertyDefinition' && isStore(bare(node['value']));
    const isAssigned = node.type === 'AssignmentExpression' && isOfThis(node['left']) && isStore(bare(node['right']));
    if ((isField || isAssigned) && growsIn(owner, storeName(node) ?? '')) found.push(node);
  }, isTypeOnly);
  return found;
}

function isOfThis(node: unknown): boolean {
  return isSyntax(node) && node.type === 'MemberExpression' && (node['object'] as Syntax).type === 'ThisExpression';
}

// Kept: made in the function, changed in another function inside it that may run later.
function closureStores(owner: Syntax): Syntax[] {
  const made: Syntax[] = [];
  const kept = new Set<string>();
  walk(owner, (node, around) => {
    if (node.type === 'VariableDeclarator' && isStore(bare(node['init']))) made.push(node);
    const name = changed(node);
    if (name && around.some((one, index) => one !== owner && isFunction(one) && runsLater(one, around[index - 1]))) kept.add(name);
  }, isTypeOnly);
  return made.filter((node) => kept.has(nameOf(node['id']) ?? ''));
}

function runsLater(inner: Syntax, parent: Syntax | undefined): boolean {
  return parent?.type !== 'CallExpression' || parent['callee'] === inner || !ITERATES.has(nameOf(parent['callee']) ?? '');
}

function countsAgainstBound(owner: Syntax): boolean {
  let found = false;
  walk(owner, (node) => {
    if (node.type !== 'BinaryExpression' || !COUNTS.has(node['operator'] as string)) return;
    if ([node['left'], node['right']].some(isBound)) found = true;
  }, isTypeOnly);
  return found;
}

// `#size` and `size` can be a bound, `names.size` is how much there is.
function isBound(side: unknown): boolean {
  const name = nameOf(side) ?? '';
  const isFill = name === 'size' && isSyntax(side) && side.type === 'MemberExpression' && !isOfThis(side);
  return BOUND.test(name) && !isFill;
}
