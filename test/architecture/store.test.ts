import { expect } from 'chai';
import { source } from './source.ts';
import { storeBound } from './store.ts';

describe('the rule that every store has a bound', () => {
  const broken = (text: string): number => storeBound(source('packages/events/src/a.ts', text)).length;

  const caught: Readonly<Record<string, string>> = {
    'an empty Map at module level': 'const seen = new Map<string, number>();',
    'an empty Set that is exported': 'export const seen = new Set<string>();',
    'an empty list at module level': 'const waiting: string[] = [];',
    'an empty dictionary at module level': 'const cache: Record<string, string> = {};',
    'a table at module level that something adds to': "const names = new Set(['a']); export function add(name: string): void { names.add(name); }",
    'a `let` at module level': 'let running = false;',
    'a Map in a field of a class without a bound': 'class A { #seen = new Map(); add(k) { this.#seen.set(k, 1); } }',
    'a list in a field': 'class A { list: string[] = []; add(k) { this.list.push(k); } }',
    'a Set that the constructor makes': 'class A { constructor() { this.seen = new Set(); } add(k) { this.seen.add(k); } }',
    'a store that is only asked whether it is empty': 'class A { #s = new Set(); add(k) { if (this.#s.size > 0) return; this.#s.add(k); } }',
    'a Map that a function keeps for later': 'function watch() { const seen = new Map(); return (k) => { seen.set(k, 1); }; }',
    'a list that a listener fills': "function read(stream) { const chunks = []; stream.on('data', (chunk) => chunks.push(chunk)); }",
  };
  for (const [name, text] of Object.entries(caught)) {
    it(`catches ${name}`, () => expect(broken(text)).to.equal(1));
  }

  const allowed: Readonly<Record<string, string>> = {
    'a table that nothing changes': "const methods = new Set(['GET', 'POST']); const levels = ['low', 'high'];",
    'an empty table that the compiler keeps so': 'const none: ReadonlyMap<string, string> = new Map(); const nobody: readonly string[] = [];',
    'a WeakMap, which holds nothing': 'const cells = new WeakMap<object, number>();',
    'a class that counts against its bound': 'class A { #s = new Set(); add(k) { if (this.#s.size >= this.#capacity) return; this.#s.add(k); } }',
    'a class whose bound is named size': 'class A { #s = new Set(); add(k) { if (this.#s.size >= this.#size) return; this.#s.add(k); } }',
    'a function that counts against its bound':
      "function read(stream) { const chunks = []; stream.on('data', (c) => { if (chunks.length < MAX_CHUNKS) chunks.push(c); }); }",
    'a list that is done when the function is': 'function all(names) { const found = []; for (const name of names) found.push(name); return found; }',
    'a list that a loop by another name fills': 'function all(names) { const found = []; names.forEach((name) => found.push(name)); return found; }',
  };
  for (const [name, text] of Object.entries(allowed)) {
    it(`allows ${name}`, () => expect(broken(text)).to.equal(0));
  }
});
