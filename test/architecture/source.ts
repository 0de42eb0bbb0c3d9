import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/setup/say.mjs';
import { parse, type Syntax } from './syntax.ts';

/** A file of ours, as the rules see it. */
export interface Source {
  /** From the checkout's folder on: `packages/events/src/emit.ts`. */
  readonly path: string;
  readonly text: string;
  readonly program: Syntax;
  readonly isTest: boolean;
  /** Set in packages/<name>/src; `inside` is the path from there on. */
  readonly package?: { readonly name: string; readonly inside: string };
}

/** A rule that is broken, and where. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** A rule: what breaks it in a file. */
export type Rule = (source: Source) => readonly Violation[];

/** A source from its text: also one that is made up. */
export function source(path: string, text: string): Source {
  const [, name, inside] = /^packages\/([^/]+)\/src\/(.+)$/.exec(path) ?? [];
  const isTest = path.startsWith('test/') || path.endsWith('.test.ts');
  const base = { path, text, program: parse(text, path), isTest };
  return name && inside ? { ...base, package: { name, inside } } : base;
}

/** All our TypeScript: packages, and what stands around them. */
export function ourSources(): Source[] {
  const patterns = ['packages/*/src/**/*.ts', '{test,tools,bench,examples}/**/*.ts'];
  const paths = globSync(patterns, { cwd: root, exclude: (name) => name === 'node_modules' || name === 'dist' });
  return paths.toSorted().map((path) => source(path, readFileSync(join(root, path), 'utf8')));
}

/** The line, from 1 on, of a place in the text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** A violation at a node. */
export function violation(rule: string, at: Source, node: { readonly start: number }, text: string): Violation {
  return { rule, path: at.path, line: lineAt(at.text, node.start), text };
}
