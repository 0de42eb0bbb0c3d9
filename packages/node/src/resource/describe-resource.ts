import type { Surroundings } from '../config/read-surroundings.ts';
import type { Settings } from '../config/settings.ts';
import { VERSION } from '../version.ts';
import { containerId } from './container-id.ts';
import { parseResourceAttributes } from './parse-resource-attributes.ts';

export type ResourceAttributes = Readonly<Record<string, string | number>>;

/** What the resource says, and whether the service had to go without a name. */
export interface ResourceDescription {
  readonly attributes: ResourceAttributes;
  readonly unnamed: boolean;
}

/** Who this service is: OTel's resource attributes, by the semantic conventions. Later sources win. */
export function describeResource(settings: Settings, around: Surroundings): ResourceDescription {
  const given = parseResourceAttributes(settings.resourceAttributes ?? '') ?? {};
  const name = settings.serviceName ?? (given['service.name'] || around.manifest.name);
  const attributes = {
    ...(around.manifest.version === undefined ? {} : { 'service.version': around.manifest.version }),
    'service.instance.id': around.instanceId,
    ...describeProcess(around),
    ...describeKubernetes(around),
    ...given,
    'service.name': name ?? `unknown_service:${around.executable.split(/[/\\]/).at(-1)}`,
    'telemetry.distro.name': 'vigil',
    'telemetry.distro.version': VERSION,
  };
  return { attributes, unnamed: name === undefined };
}

// `process.command_args` stays out: people pass secrets there.
function describeProcess(around: Surroundings): ResourceAttributes {
  const container = containerId(around.cgroup, around.mounts);
  return {
    'process.pid': around.pid,
    'process.executable.path': around.executable,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': around.runtimeVersion,
    'host.name': around.host.name,
    'host.arch': HOST_ARCH[around.host.arch] ?? around.host.arch,
    'os.type': OS_TYPE[around.host.os] ?? around.host.os,
    'os.version': around.host.release,
    ...(around.main === undefined ? {} : { 'process.command': around.main }),
    ...(container === undefined ? {} : { 'container.id': container }),
  };
}

/** The names that the semantic conventions use for what Node calls otherwise. */
const HOST_ARCH: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm32', ia32: 'x86', ppc: 'ppc32' };
const OS_TYPE: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };

/** Variables that a pod's manifest commonly hands in through the downward API, by the attribute they mean. */
const KUBERNETES: Readonly<Record<string, readonly string[]>> = {
  'k8s.pod.name': ['K8S_POD_NAME', 'POD_NAME'],
  'k8s.pod.uid': ['K8S_POD_UID', 'POD_UID'],
  'k8s.namespace.name': ['K8S_NAMESPACE', 'K8S_NAMESPACE_NAME', 'POD_NAMESPACE'],
  'k8s.node.name': ['K8S_NODE_NAME', 'NODE_NAME'],
  'k8s.deployment.name': ['K8S_DEPLOYMENT_NAME'],
  'k8s.container.name': ['K8S_CONTAINER_NAME'],
  'k8s.cluster.name': ['K8S_CLUSTER_NAME'],
};

/** Only inside a cluster, which every pod can tell by this variable; a pod's host name is its own name. */
function describeKubernetes({ env, host }: Surroundings): ResourceAttributes {
  if (env['KUBERNETES_SERVICE_HOST'] === undefined) return {};
  const attributes: Record<string, string> = { 'k8s.pod.name': host.name };
  for (const [attribute, names] of Object.entries(KUBERNETES)) {
    const value = names.map((name) => env[name]).find((text) => text !== undefined && text !== '');
    if (value !== undefined) attributes[attribute] = value;
  }
  return attributes;
}
