import { expect } from 'chai';
import { lockedVersions } from './locked-versions.ts';

const API = '@opentelemetry/api';

describe('the versions in a lockfile', () => {
  it('of npm are those of all copies', () => {
    const text = JSON.stringify({ packages: {
      '': {}, [`node_modules/${API}`]: { version: '1.10.0' }, [`node_modules/old/node_modules/${API}`]: { version: '1.9.0' }, [`node_modules/${API}-logs`]: { version: '0.9.0' },
    } });
    for (const file of ['package-lock.json', 'npm-shrinkwrap.json']) expect(lockedVersions(`/app/${file}`, text, API), file).to.deep.equal(['1.10.0', '1.9.0']);
  });

  it('of pnpm are those of packages, whatever their peers', () => {
    const text = `packages:\n\n  '${API}@1.10.0':\n    resolution: {}\n\n  '${API}-logs@0.9.0':\n    resolution: {}\n\nsnapshots:\n\n  '${API}@1.10.0': {}\n\n  express@5.3.0(supports-color@8.1.1):\n`;
    expect([lockedVersions('/app/pnpm-lock.yaml', text, API), lockedVersions('/app/pnpm-lock.yaml', text, 'express')]).to.deep.equal([['1.10.0'], ['5.3.0']]);
  });

  it('of both Yarns are those of their headings', () => {
    const first = `"${API}@^1.9.0", "${API}@^1.10.0":\n  version "1.10.0"\n  resolved "x"\n\n"${API}-logs@1":\n  version "0.9.0"\n`;
    const berry = `"${API}@npm:^1.9.0":\n  version: 1.10.0\n  resolution: "x"\n`;
    expect([first, berry].map((text) => lockedVersions('/app/yarn.lock', text, API))).to.deep.equal([['1.10.0'], ['1.10.0']]);
  });

  it('are none when it does not name the package', () => {
    expect(lockedVersions('/app/yarn.lock', '', API)).to.deep.equal([]);
  });
});
