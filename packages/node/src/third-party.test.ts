import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { VERSION } from './version.ts';

const folder = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;

/** The version of a package as it is installed, seen from one that has it. */
function installed(name: string, from: string): string {
  for (let at = dirname(createRequire(from).resolve(name)); ; at = dirname(at)) {
    const found = readManifest(join(at, 'package.json'));
    if (found?.name === name && found.version !== undefined) return found.version;
  }
}

function readManifest(file: string): { name?: string; version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}

describe('what is inside the package', () => {
  it('is listed with the versions that are installed', () => {
    const listed = [...readFileSync(join(folder, 'THIRD-PARTY.md'), 'utf8').matchAll(/^\| ([@\w]\S+) \| (\d\S+) \|$/gm)].map(([, name, version]) => [name, version]);
    const joined = Object.keys(manifest['devDependencies'] ?? {}).filter((name) => /^@opentelemetry\/(?!api$)|^semver$/.test(name));
    const here = join(folder, 'package.json');
    const core = createRequire(here).resolve('@opentelemetry/core');
    const expected = [...joined.map((name) => [name, installed(name, here)]), ['@opentelemetry/semantic-conventions', installed('@opentelemetry/semantic-conventions', core)]];
    expect(listed).to.deep.equal(expected.toSorted(([a], [b]) => String(a).localeCompare(String(b))));
  });

  it('leaves only our own packages and the API to be installed', () => {
    expect(Object.keys(manifest['dependencies'] ?? {})).to.deep.equal(['@vigil/events', '@vigil/sensors']);
    const optional = Object.keys(manifest['peerDependenciesMeta'] ?? {});
    expect(Object.keys(manifest['peerDependencies'] ?? {}).filter((name) => !optional.includes(name))).to.deep.equal(['@opentelemetry/api']);
    expect(Object.values(manifest['peerDependenciesMeta'] ?? {})).to.satisfy((metas: { optional?: boolean }[]) => metas.every(({ optional: is }) => is === true));
  });

  it('has the version that the code says', () => {
    expect(VERSION).to.equal(manifest['version']);
  });
});
