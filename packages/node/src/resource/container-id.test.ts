import { expect } from 'chai';
import { containerId } from './container-id.ts';

const ID = '3f4a'.repeat(16);
const OTHER = 'b0b1'.repeat(16);

describe('containerId', () => {
  const v1: readonly [name: string, path: string][] = [
    ['docker', `/docker/${ID}`],
    ['docker with systemd', `/system.slice/docker-${ID}.scope`],
    ['docker in docker', `/docker/${OTHER}/docker/${ID}`],
    ['Kubernetes', `/kubepods/besteffort/pod2c48913c-b29f-11e7-9350-020968147796/${ID}`],
    ['Kubernetes with containerd and systemd', `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod2c48913c.slice/cri-containerd-${ID}.scope`],
    ['containerd behind a slice', `/system.slice/containerd.service/kubepods-burstable-pod2c48913c.slice:cri-containerd:${ID}`],
    ['CRI-O', `/kubepods.slice/kubepods-pod2c48913c.slice/crio-${ID}.scope`],
    ['podman', `/machine.slice/libpod-${ID}.scope`],
    ['podman with a container inside', `/machine.slice/libpod-${ID}.scope/container`],
    ['ECS', `/ecs/task-1/${ID}`],
  ];
  for (const [name, path] of v1) {
    it(`is found in the control groups of ${name}`, () => {
      expect(containerId(`12:pids:${path}\n11:cpu,cpuacct:${path}\n1:name=systemd:${path}\n`, '')).to.equal(ID);
    });
  }

  const mount = (root: string, target: string): string => `1234 1200 254:1 ${root} ${target} rw,relatime master:1 - ext4 /dev/vda1 rw`;
  const noise = [mount('/', '/'), mount('/', '/proc'), mount(`/var/lib/docker/overlay2/${OTHER}/merged`, '/data'), ''].join('\n');
  const v2: readonly [name: string, root: string][] = [
    ['docker', `/var/lib/docker/containers/${ID}/hostname`],
    ['rootless docker', `/home/ann/.local/share/docker/containers/${ID}/hostname`],
    ['podman', `/containers/overlay-containers/${ID}/userdata/hostname`],
    ['nerdctl', `/var/lib/nerdctl/1935db59/containers/default/${ID}/hostname`],
  ];
  for (const [name, root] of v2) {
    it(`is found in the mounts of ${name} where the control groups are bare`, () => {
      expect(containerId('0::/\n', `${noise}${mount(root, '/etc/hostname')}\n`)).to.equal(ID);
    });
  }

  const none: readonly [name: string, cgroup: string, mounts: string][] = [
    ['nowhere', '', ''],
    ['outside of a container', '0::/user.slice/user-1000.slice/session-3.scope\n', noise],
    ['in a pod of containerd, whose mounts name its sandbox', '0::/\n',
      mount(`/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/${OTHER}/hostname`, '/etc/hostname')],
    ['in a pod whose mounts name the pod', '0::/\n', mount('/var/lib/kubelet/pods/2c48913c-b29f-11e7-9350-020968147796/etc-hosts', '/etc/hosts')],
    ['in a folder whose name is too long for an id', `0::/docker/${ID}a\n`, ''],
    ['in a folder whose name is too short for an id', `0::/docker/${ID.slice(1)}\n`, ''],
    ['in what is not a list of mounts', 'x', 'not a mount\n\n  '],
  ];
  for (const [name, cgroup, mounts] of none) {
    it(`is not made up ${name}`, () => {
      expect(containerId(cgroup, mounts)).to.equal(undefined);
    });
  }
});
