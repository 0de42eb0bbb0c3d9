import type { Source } from './source.ts';
import { isSyntax, nameOf, walk, type Syntax } from './syntax.ts';

/** One import, by whatever means. `names` holds `*` when the whole module is taken. */
export interface Import {
  readonly from: string;
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  readonly node: Syntax;
}

/** Every module that a source names: import, export from, import(), require() and getBuiltinModule(). */
export function importsOf({ program }: Source): Import[] {
  const found: Import[] = [];
  walk(program, (node) => {
    const from = declaredFrom(node) ?? calledWith(node);
    if (from !== undefined) found.push({ from, names: namesOf(node), typeOnly: isTypesOnly(node), node });
  });
  return found;
}

function declaredFrom(node: Syntax): string | undefined {
  if (node.type === 'TSImportType') return textOf(node['source'] ?? node['argument']);
  const declares = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'].includes(node.type);
  return declares ? textOf(node['source']) : undefined;
}

function calledWith(node: Syntax): string | undefined {
  if (node.type !== 'CallExpression' || !['require', 'getBuiltinModule'].includes(nameOf(node['callee']) ?? '')) return undefined;
  return textOf((node['arguments'] as readonly unknown[])[0]);
}

function textOf(node: unknown): string | undefined {
  return isSyntax(node) && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function namesOf(node: Syntax): string[] {
  const specifiers = node['specifiers'] as readonly Syntax[] | undefined;
  if (!specifiers) return ['*'];
  return specifiers.filter((one) => !isTypesOnly(one)).map((one) => nameOf(one['imported'] ?? one['local']) ?? '*')
    .map((name, index) => (specifiers[index]?.type === 'ImportNamespaceSpecifier' ? '*' : name));
}

// `import { type A } from 'x'` keeps an empty import of x at run time under verbatimModuleSyntax: it is not types only.
function isTypesOnly(node: Syntax): boolean {
  return node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type';
}
