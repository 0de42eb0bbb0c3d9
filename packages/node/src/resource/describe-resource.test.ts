import { expect } from 'chai';
import { readSettings } from '../config/read-settings.ts';
import type { Surroundings } from '../config/read-surroundings.ts';
import { VERSION } from '../version.ts';
import { describeResource, type ResourceDescription } from './describe-resource.ts';

const AROUND: Surroundings = {
  env: {}, manifest: { name: 'shop', version: '1.2.3', dependencies: [] }, instanceId: 'i-1', pid: 7, executable: '/usr/bin/node', runtimeVersion: '24.1.0',
  host: { name: 'box', arch: 'x64', os: 'linux', release: '6.1' }, cgroup: '', mounts: '', main: '/srv/shop/server.js',
};

describe('describeResource', () => {
  const describeWith = (env: Record<string, string>, around: Partial<Surroundings> = {}): ResourceDescription =>
    describeResource(readSettings({}, env).settings, { ...AROUND, env, ...around });

  it('names service, process, host, runtime and distribution', () => {
    expect(describeWith({})).to.deep.equal({
      unnamed: false,
      attributes: {
        'service.name': 'shop', 'service.version': '1.2.3', 'service.instance.id': 'i-1', 'process.pid': 7, 'process.executable.path': '/usr/bin/node',
        'process.runtime.name': 'nodejs', 'process.runtime.version': '24.1.0', 'process.command': '/srv/shop/server.js', 'host.name': 'box',
        'host.arch': 'amd64', 'os.type': 'linux', 'os.version': '6.1', 'telemetry.distro.name': 'vigil', 'telemetry.distro.version': VERSION,
      },
    });
  });

  const names: readonly [name: string, env: Record<string, string>, manifest: Surroundings['manifest'], expected: string, unnamed: boolean][] = [
    ['OTEL_SERVICE_NAME first', { OTEL_SERVICE_NAME: 'a', OTEL_RESOURCE_ATTRIBUTES: 'service.name=b' }, AROUND.manifest, 'a', false],
    ['OTEL_RESOURCE_ATTRIBUTES next', { OTEL_RESOURCE_ATTRIBUTES: 'service.name=b' }, AROUND.manifest, 'b', false],
    ['an empty name in OTEL_RESOURCE_ATTRIBUTES for none', { OTEL_RESOURCE_ATTRIBUTES: 'service.name=' }, AROUND.manifest, 'shop', false],
    ['the manifest last', {}, AROUND.manifest, 'shop', false],
    ['what the specification says where there is none', {}, { dependencies: [] }, 'unknown_service:node', true],
  ];
  for (const [name, env, manifest, expected, unnamed] of names) {
    it(`takes the service's name from ${name}`, () => {
      const described = describeWith(env, { manifest });
      expect([described.attributes['service.name'], described.unnamed]).to.deep.equal([expected, unnamed]);
    });
  }

  it('lets OTEL_RESOURCE_ATTRIBUTES correct what was found, but not who made the telemetry', () => {
    const { attributes } = describeWith({ OTEL_RESOURCE_ATTRIBUTES: 'service.version=9,host.name=other,telemetry.distro.name=forged' });
    expect(attributes).to.include({ 'service.version': '9', 'host.name': 'other', 'telemetry.distro.name': 'vigil' });
  });

  it('says nothing of Kubernetes outside of it', () => {
    expect(describeWith({ POD_NAME: 'shop-1' }).attributes).not.to.have.property('k8s.pod.name');
  });

  it('names pod, namespace and node inside of Kubernetes', () => {
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', POD_NAME: 'shop-1', POD_NAMESPACE: 'live', K8S_NODE_NAME: 'n-1', NODE_NAME: 'other', K8S_POD_UID: '' };
    expect(describeWith(env).attributes).to.include({ 'k8s.pod.name': 'shop-1', 'k8s.namespace.name': 'live', 'k8s.node.name': 'n-1' });
    expect(describeWith(env).attributes).not.to.have.property('k8s.pod.uid');
    expect(describeWith({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }).attributes['k8s.pod.name']).to.equal('box');
  });

  it('names the container where it is known', () => {
    expect(describeWith({}, { cgroup: `0::/docker/${'a1'.repeat(32)}` }).attributes['container.id']).to.equal('a1'.repeat(32));
    expect(describeWith({}).attributes).not.to.have.property('container.id');
  });

  it('tells neither arguments nor environment, where secrets stand', () => {
    const text = JSON.stringify(describeWith({ DATABASE_URL: 'postgres://ann:hunter2@db' }));
    expect(text).not.to.include('hunter2');
    expect(text).not.to.include('command_args');
  });
});
