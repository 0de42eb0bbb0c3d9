/** A container's id is 64 hexadecimal digits in every runtime that follows the OCI specification. */
const ID = /(?:^|[/:-])([0-9a-f]{64})(?:\.scope)?(?:\/|$)/;

/**
 * The id of the container that this process runs in. Control groups v1 name it in `/proc/self/cgroup`; under v2 that file
 * is bare, and the runtime's own mounts (`/etc/hostname`, `/etc/hosts`) lie in a folder of that name.
 */
export function containerId(cgroup: string, mounts: string): string | undefined {
  for (const line of cgroup.split('\n')) {
    const id = ID.exec(line)?.[1];
    if (id !== undefined) return id;
  }
  for (const line of mounts.split('\n')) {
    const [, , , root, target] = line.split(' ');
    const id = target === '/etc/hostname' || target === '/etc/hosts' ? ID.exec(root ?? '')?.[1] : undefined;
    if (id !== undefined) return id;
  }
  return undefined;
}
