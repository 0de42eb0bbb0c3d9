import { expect } from 'chai';
import type { FolderFacts } from './examine-folder.ts';
import { isTelling, judgeFolder } from './judge-folder.ts';
import type { PackageCopy } from './process-report.ts';

const copy = (name: string, version: string, folder = `/app/node_modules/${name}`): PackageCopy => ({ name, version, folder });
const preset = copy('@vigil/node', '0.1.0');
const api = copy('@opentelemetry/api', '1.10.0');
const folder = (rest: Partial<FolderFacts> = {}): FolderFacts => ({ folder: '/app', preset, api, copies: [preset, api], locked: {}, ...rest });
const found = (facts: FolderFacts): string[] => judgeFolder(facts).map(({ code, severity, where }) => `${severity} ${code} ${where}`);

describe('the packages of a folder', () => {
  const elsewhere = '/app/node_modules/old/node_modules/x';
  const cases: [string, Partial<FolderFacts>, string[]][] = [
    ['one of each', {}, []],
    ['an older copy of the API', { copies: [api, copy(api.name, '1.9.0', elsewhere)] }, [`note VIGIL_API_COPY ${elsewhere}`]],
    ['a newer copy of the API', { copies: [api, copy(api.name, '1.11.0', elsewhere)] }, [`warning VIGIL_API_COPY_NEWER ${elsewhere}`]],
    ['an API of another major version', { copies: [api, copy(api.name, '2.0.0', elsewhere)] }, [`warning VIGIL_API_COPY_NEWER ${elsewhere}`]],
    ['two versions of Vigil', { copies: [copy('@vigil/events', '0.1.0', '/a'), copy('@vigil/events', '0.2.0', '/b')] }, ['error VIGIL_PACKAGE_COPIES /a, /b']],
    ['the SDK 1.x beside 2.x', { copies: [copy('@opentelemetry/core', '1.30.1', '/a'), copy('@opentelemetry/core', '2.0.0', '/b')] }, ['note VIGIL_SDK_COPIES /a, /b']],
    ['two patches of one SDK', { copies: [copy('@opentelemetry/core', '3.1.0', '/a'), copy('@opentelemetry/core', '3.1.1', '/b')] }, []],
    ['two lines of an experimental package', { copies: [copy('@opentelemetry/sdk-node', '0.200.0', '/a'), copy('@opentelemetry/sdk-node', '0.300.0', '/b')] }, ['note VIGIL_SDK_COPIES /a, /b']],
    ['another agent', { copies: [copy('dd-trace', '5.0.0', '/a')] }, ['note VIGIL_AGENT_BESIDE /a']],
    ['a lockfile that says the same', { lockfile: '/app/yarn.lock', locked: { '@vigil/node': ['0.1.0'], [api.name]: ['1.9.0', '1.10.0'] } }, []],
    ['a lockfile that says otherwise', { lockfile: '/app/yarn.lock', locked: { [api.name]: ['1.9.0'] } }, ['warning VIGIL_LOCKFILE_DIFFERS /app/yarn.lock']],
  ];
  for (const [what, facts, expected] of cases) it(`${what}: ${expected.join() || 'nothing'}`, () => expect(found(folder(facts))).to.deep.equal(expected));

  it('are not looked at further without Vigil, or judged without an API', () => {
    const { preset: _preset, ...without } = folder();
    const { api: _api, ...apiless } = folder();
    expect([found(without), found(apiless)]).to.deep.equal([['error VIGIL_NOT_INSTALLED /app'], ['error VIGIL_API_MISSING /app/node_modules/@vigil/node']]);
  });

  it('are looked for by name', () => {
    expect(['@vigil/events', '@opentelemetry/api', 'dd-trace', 'express', '@opentelemetry/instrumentation-pg'].map(isTelling)).to.deep.equal([true, true, true, false, false]);
  });
});
