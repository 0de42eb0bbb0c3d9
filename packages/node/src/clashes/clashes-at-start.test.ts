import { expect } from 'chai';
import { clashesAtStart, type Scene } from './clashes-at-start.ts';
import type { LoadedPackage } from './loaded-packages.ts';

describe('clashesAtStart', () => {
  const copy = (name: string, version: string): LoadedPackage => ({ name, version, folder: `/app/node_modules/${name}/` });
  const judge = (scene: Partial<Scene>, ...all: LoadedPackage[]): [taken: boolean, ...lines: string[]] => {
    const loaded: Scene['loaded'] = (names) => all.filter(({ name }) => names.includes(name));
    const { clashes, isTaken } = clashesAtStart({ api: () => copy('@opentelemetry/api', '1.10.0'), registered: undefined, loaded, ...scene });
    return [isTaken, ...clashes.map(([level, { code, message }]) => `${level} ${code} ${message}`)];
  };

  it('finds nothing where nothing is', () => {
    expect(judge({})).to.deep.equal([false]);
    expect(judge({ registered: { version: '1.10.0' } }, copy('@opentelemetry/api', '1.9.0'))).to.deep.equal([false]);
  });

  it('steps aside for an SDK, which it names by its package', () => {
    const registered = { version: '1.10.0', trace: {} };
    expect(judge({ registered }, copy('@opentelemetry/sdk-node', '0.9.0'))).to.deep.equal([
      true, 'error VIGIL_SDK_PRESENT another OpenTelemetry SDK was started first, so Vigil stands aside: @opentelemetry/sdk-node 0.9.0 (/app/node_modules/@opentelemetry/sdk-node/)',
    ]);
  });

  it('names an SDK that no package tells of by what it registered', () => {
    class HomeMade { readonly part: string = 'trace'; }
    const text = 'error VIGIL_SDK_PRESENT another OpenTelemetry SDK was started first, so Vigil stands aside: one with a HomeMade';
    expect(judge({ registered: { version: '1.10.0', trace: { _delegate: new HomeMade() } } })).to.deep.equal([true, text]);
    expect(judge({ registered: { version: '1.10.0', context: new HomeMade() } })).to.deep.equal([true, text]);
  });

  it('steps aside for a global of another version, unless our own cannot be told', () => {
    const registered = { version: '1.9.0', diag: {} };
    expect(judge({ registered }, copy('@opentelemetry/api', '1.10.0'), { ...copy('@opentelemetry/api', '1.9.0'), folder: '/old/' })).to.deep.equal([
      true, 'error VIGIL_API_PRESENT @opentelemetry/api 1.9.0 (/old/) was there first, which does not go together with the @opentelemetry/api 1.10.0 (/app/node_modules/@opentelemetry/api/) of Vigil, so Vigil stands aside',
    ]);
    expect(judge({ registered, api: () => undefined })).to.deep.equal([false]);
  });

  it('works beside an agent and after a framework, and says so, each as loud as it matters', () => {
    expect(judge({}, copy('dd-trace', '6.0.0'), copy('fastify', '5.0.0'))).to.deep.equal([
      false,
      'warn VIGIL_AGENT_PRESENT another agent watches this application as well: dd-trace 6.0.0 (/app/node_modules/dd-trace/)',
      'info VIGIL_LOADED_LATE fastify 5.0.0 (/app/node_modules/fastify/) was loaded before Vigil; an instance that was made before has no routes',
    ]);
  });

  it('names once what is SDK and agent at once', () => {
    expect(judge({ registered: { version: '1.10.0', trace: {} } }, copy('@sentry/node', '9.0.0'))).to.have.length(2);
  });
});
