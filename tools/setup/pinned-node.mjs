import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './say.mjs';

// From 22.18 on Node strips types by itself, which everything here relies on.
const OLDEST = [22, 18];

/** The Node that everything here runs on: the pinned one from its npm package, else the caller's own if it is new enough. */
export function pinnedNode() {
  const pinned = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (runs(pinned)) return pinned;
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Error(
    `There is no pinned Node for ${process.platform}-${process.arch}, and your own ${process.versions.node} cannot run TypeScript. ` +
      `Install Node ${OLDEST.join('.')} or newer and run the command again.`,
  );
}

// Being there is not enough: on a system with another C library (Alpine's) the file exists and does not start.
function runs(node) {
  return spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0;
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
