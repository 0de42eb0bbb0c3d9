// The one way in: `npm run <command>` on a bare clone, with the caller's Node >= 20, npm and git. Plain JavaScript without
// dependencies, because it runs before anything is installed.
import { dirname, delimiter, join } from 'node:path';
import { build } from './setup/build.mjs';
import { child } from './setup/child.mjs';
import { install } from './setup/install.mjs';
import { pinnedNode } from './setup/pinned-node.mjs';
import { root, say } from './setup/say.mjs';

const SOURCE = '--conditions=vigil-source';
const UNIT_TESTS = ['packages/*/src/**/*.test.ts', 'tools/{docs,parts,test}/**/*.test.ts', 'bench/**/*.test.ts'];

// `built: false`: the command works on the sources, or builds by itself as one of its steps.
const COMMANDS = {
  demo: { args: ['tools/demo/demo.ts'] },
  test: { args: ['tools/test/test.ts'], built: false },
  matrix: { args: ['tools/test/test.ts', 'set-ups'] },
  bench: { args: ['bench/bench.ts'] },
  docs: { args: [SOURCE, 'tools/docs/docs.ts'], built: false },
  parts: { args: ['tools/parts/parts.ts'], built: false },
  unit: { args: [SOURCE, 'node_modules/mocha/bin/mocha.js'], otherwise: UNIT_TESTS, built: false },
  build: {},
};

async function run(name, extra) {
  const command = COMMANDS[name];
  if (!command) throw new Error(`There is no command '${name ?? ''}'. Known: ${Object.keys(COMMANDS).join(', ')}.`);
  await install();
  const node = pinnedNode();
  if (command.built !== false) await build(node);
  if (!command.args) return 0;
  const args = extra.some(isFile) ? extra : [...extra, ...(command.otherwise ?? [])];
  return child(node, [...command.args, ...args], { cwd: root, env: withNodeInFront(node) });
}

// `-g 'some words'` narrows all files down; a file or a pattern is taken instead of them.
function isFile(arg) {
  return /^[\w.{*][^\s]*\.[cm]?[jt]s$/.test(arg);
}

function withNodeInFront(node) {
  return { ...process.env, PATH: [dirname(node), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter) };
}

try {
  const [name, ...extra] = process.argv.slice(2);
  process.exitCode = await run(name, extra);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
