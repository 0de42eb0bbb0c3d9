import { NODES } from '../../tools/parts/node.ts';
import { app, IMPORT, REQUIRE, type SetUp } from './set-up.ts';

const COMMONJS = app('commonjs.cjs');
const MODULE = app('module.mjs');

/** Every Node, every way in, every kind of module. */
const nodes: readonly SetUp[] = [undefined, ...Object.values(NODES)].flatMap((node): SetUp[] => {
  const on = `Node ${node ?? 'pinned'}`;
  const which = node === undefined ? {} : { node };
  return [
    { name: `${on}, --require, CommonJS`, ...which, args: [...REQUIRE, COMMONJS] },
    { name: `${on}, --require, ES modules`, ...which, args: [...REQUIRE, MODULE] },
    { name: `${on}, --import, CommonJS`, ...which, args: [...IMPORT, COMMONJS] },
    { name: `${on}, --import, ES modules`, ...which, args: [...IMPORT, MODULE] },
    { name: `${on}, --import, both kinds mixed`, ...which, args: [...IMPORT, app('mixed.mjs')] },
    { name: `${on}, NODE_OPTIONS`, ...which, args: [MODULE], env: { NODE_OPTIONS: IMPORT.join('=') } },
    { name: `${on}, start() first in CommonJS`, ...which, args: [app('start-first.cjs')] },
    { name: `${on}, start() first in ES modules`, ...which, args: [app('start-first.mjs')] },
  ];
});

const typescript: readonly SetUp[] = [
  { name: 'TypeScript by type stripping', args: [...IMPORT, app('typed.ts')] },
  { name: 'TypeScript by tsx', args: [...IMPORT, '--import', 'tsx', app('typed.ts')] },
  { name: 'TypeScript by tsx, which comes first', args: ['--import', 'tsx', ...IMPORT, app('typed.ts')] },
  { name: 'TypeScript by tsx, --require', args: ['--require', 'tsx/cjs', ...REQUIRE, app('typed.ts')] },
];

const THREADLESS = { says: ['VIGIL_SENDER_THREADLESS'] };

const bundles: readonly SetUp[] = (['esbuild', 'rolldown'] as const).flatMap((by) => (['cjs', 'esm'] as const).flatMap((format): SetUp[] => [
  { name: `bundled by ${by} as ${format}, Vigil outside`, args: [...IMPORT, MODULE], bundle: { by, format, vigil: 'outside' } },
  { name: `bundled by ${by} as ${format}, Vigil outside, start() first`, args: [app('start-first.mjs')], bundle: { by, format, vigil: 'outside' } },
  { name: `bundled by ${by} as ${format}, Vigil inside`, args: [app('start-first.mjs')], bundle: { by, format, vigil: 'inside' }, ...THREADLESS },
]));

const flags: readonly SetUp[] = [
  { name: 'no code from strings', args: ['--disallow-code-generation-from-strings', ...REQUIRE, COMMONJS] },
  { name: '--permission', args: ['--permission', '--allow-fs-read=*', ...REQUIRE, COMMONJS], ...THREADLESS },
  { name: '--permission --allow-worker', args: ['--permission', '--allow-fs-read=*', '--allow-worker', ...REQUIRE, COMMONJS] },
  {
    name: 'Node 26, --permission, where the network must be allowed too', node: NODES.newest26,
    args: ['--permission', '--allow-fs-read=*', '--allow-net', ...REQUIRE, COMMONJS], ...THREADLESS,
  },
];

/** The table. Each row gives the same spans, metrics and lines. */
export const setUps: readonly SetUp[] = [...nodes, ...typescript, ...bundles, ...flags];
