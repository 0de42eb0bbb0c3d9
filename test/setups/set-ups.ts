import { NODES } from '../../tools/parts/node.ts';
import { root } from '../../tools/setup/say.mjs';
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

const ENDS_3 = { end: { code: 3, signal: null } } as const;

/** Who runs it. What ends the service is a signal still, which comes from its parent. */
const parents: readonly SetUp[] = [
  { name: 'node --watch', args: ['--watch', ...REQUIRE, COMMONJS], end: { code: 0, signal: null } },
  { name: 'node --test', args: ['--test', ...REQUIRE, app('watched.test.cjs')], end: { code: 1, signal: null } },
  { name: 'cluster', args: [...REQUIRE, app('cluster.cjs')], prints: 'WORKER null SIGTERM', ...ENDS_3 },
  { name: 'a forked process', args: [...REQUIRE, app('parent.cjs'), 'fork'], prints: 'CHILD null SIGTERM', ...ENDS_3 },
  {
    name: 'a spawned process, by NODE_OPTIONS', args: [app('parent.cjs'), 'spawn'], env: { NODE_OPTIONS: REQUIRE.join('=') },
    prints: 'CHILD null SIGTERM', ...ENDS_3,
  },
  {
    name: 'a process manager, which Vigil does not run in', args: [app('supervisor.cjs')], env: { CHILD_OPTIONS: REQUIRE.join('=') },
    prints: 'CHILD null SIGINT', ...ENDS_3,
  },
];

const threads: readonly SetUp[] = [undefined, ...Object.values(NODES)].flatMap((node): SetUp[] => [
  { name: `a worker thread, Node ${node ?? 'pinned'}, CommonJS`, ...(node === undefined ? {} : { node }), args: [...REQUIRE, app('worker.cjs'), 'commonjs.cjs'] },
  { name: `a worker thread, Node ${node ?? 'pinned'}, ES modules`, ...(node === undefined ? {} : { node }), args: [...IMPORT, app('worker.cjs'), 'module.mjs'] },
]);

/** Everything as it is, but nothing can be written. */
const READ_ONLY = 'mount --rbind / /mnt && mount -o remount,ro,bind /mnt && exec chroot /mnt sh -c \'cd "$0" && exec "$@"\' "$0" "$@"';

const containers: readonly SetUp[] = [
  {
    name: 'the first process of a container', within: ['--pid', '--fork', '--kill-child', '--mount-proc'], args: [...REQUIRE, app('first-process.cjs')],
    isChild: true, end: { code: 4, signal: null },
  },
  { name: 'a read-only file system', within: ['--mount', 'sh', '-c', READ_ONLY, root], args: [...REQUIRE, app('read-only.cjs')] },
];

/** The table. Each row gives the same spans, metrics and lines. */
export const setUps: readonly SetUp[] = [...nodes, ...typescript, ...bundles, ...flags, ...parents, ...threads, ...containers];
