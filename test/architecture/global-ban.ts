import { isAllowed, rooms, type Room } from './rooms.ts';
import { violation, type Source, type Violation } from './source.ts';
import { importsOf } from './imports.ts';
import { isSyntax, isTypeOnly, nameOf, walk, type Syntax } from './syntax.ts';

type Sense = 'env' | 'clock' | 'network';

// By `object.property` or by the bare name of a global.
const MEMBERS: Readonly<Record<string, Sense>> = {
  'process.env': 'env',
  'Date.now': 'clock', 'performance.now': 'clock', 'performance.timeOrigin': 'clock', 'process.hrtime': 'clock', 'process.uptime': 'clock',
};
const GLOBALS: Readonly<Record<string, Sense>> = {
  setTimeout: 'clock', setInterval: 'clock', fetch: 'network', WebSocket: 'network', EventSource: 'network',
};
const IMPORTED: Readonly<Record<string, Sense>> = { 'node:timers': 'clock', 'node:timers/promises': 'clock' };
const REASONS: Readonly<Record<Sense, string>> = {
  env: 'the environment is read in its one place and handed down',
  clock: 'time is handed in',
  network: 'no network from here',
};

/** Globals that reach for the environment, the clock or the network where the rooms forbid it. */
export function globalBan(source: Source): readonly Violation[] {
  const room = source.package && rooms[source.package.name];
  if (!room || source.isTest) return [];
  const declared = declaredNames(source.program);
  const found: Violation[] = [];
  const judge = (node: Syntax, what: string, sense: Sense): void => {
    if (!isAllowed(placeOf(room, sense), source.package?.inside ?? '')) found.push(violation(`${sense}-ban`, source, node, `${what}: ${REASONS[sense]}`));
  };
  walk(source.program, (node, around) => {
    const use = memberUse(node) ?? dateUse(node) ?? globalUse(node, around, declared);
    if (use) judge(node, ...use);
  }, isTypeOnly);
  for (const { from, names, typeOnly, node } of importsOf(source)) {
    const sense = from === 'node:process' && names.includes('env') ? 'env' : IMPORTED[from];
    if (sense && !typeOnly) judge(node, from, sense);
  }
  return found;
}

function placeOf(room: Room, sense: Sense): Room[Sense] {
  return room[sense];
}

type Use = readonly [what: string, sense: Sense];

function memberUse(node: Syntax): Use | undefined {
  if (node.type === 'VariableDeclarator') return destructuredUse(node);
  if (node.type !== 'MemberExpression') return undefined;
  const property = node['computed'] ? (node['property'] as Syntax)['value'] : nameOf(node['property']);
  return lookUp(`${nameOf(node['object'])}.${String(property)}`);
}

// const { env } = process
function destructuredUse({ id, init }: Syntax): Use | undefined {
  if (!isSyntax(id) || id.type !== 'ObjectPattern') return undefined;
  const keys = (id['properties'] as readonly Syntax[]).map((property) => nameOf(property['key']));
  return keys.map((key) => lookUp(`${nameOf(init)}.${key}`)).find((use) => use !== undefined);
}

function lookUp(what: string): Use | undefined {
  const sense = Object.hasOwn(MEMBERS, what) ? MEMBERS[what] : undefined;
  return sense && [what, sense];
}

// `new Date(value)` only writes a time in another way; without a value it asks for the present one.
function dateUse(node: Syntax): Use | undefined {
  const asks = node.type === 'NewExpression' && (node['arguments'] as readonly unknown[]).length === 0;
  if (!asks && node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as Syntax;
  return callee.type === 'Identifier' && callee['name'] === 'Date' ? ['Date()', 'clock'] : undefined;
}

function globalUse(node: Syntax, around: readonly Syntax[], declared: ReadonlySet<string>): Use | undefined {
  if (node.type !== 'Identifier') return undefined;
  const name = node['name'] as string;
  if (!Object.hasOwn(GLOBALS, name) || declared.has(name) || isOnlyAName(node, around.at(-1))) return undefined;
  return [name, GLOBALS[name] as Sense];
}

// The `x` of `a.x`, `{ x: 1 }` and `{ x() {} }` refers to nothing; an import is judged by its module.
function isOnlyAName(node: Syntax, parent: Syntax | undefined): boolean {
  if (!parent || parent['computed']) return false;
  if (parent.type === 'ImportSpecifier') return true;
  if (parent.type === 'MemberExpression') return parent['property'] === node && nameOf(parent['object']) !== 'globalThis';
  return ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(parent.type) && parent['key'] === node && !parent['shorthand'];
}

// A clock that is handed in may have the name of the global that it replaces.
function declaredNames(program: Syntax): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (pattern: unknown): void => {
    if (isSyntax(pattern)) walk(pattern, (node) => void (node.type === 'Identifier' && names.add(node['name'] as string)), isTypeOnly);
  };
  walk(program, (node) => {
    if (node.type === 'VariableDeclarator') collect(node['id']);
    if (Array.isArray(node['params'])) node['params'].forEach(collect);
  });
  return names;
}
