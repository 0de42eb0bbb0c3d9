/** A container's id is 64 hexadecimal digits in every runtime that follows the OCI specification. */
const ID = /(?:^|[/:-])([0-9a-f]{64})(?=(?:\.scope)?(?:\/|$))/g;

/**
 * The id of the container that this process runs in. Control groups v1 name it in `/proc/self/cgroup`; under v2 that file
 * is bare, and the runtime's own mounts (`/etc/hostname`, `/etc/hosts`) lie in a folder of that name.
 */
export function containerId(cgroup: string, mounts: string): string | undefined {
  for (const line of cgroup.split('\n')) {
    const id = innermostId(line);
    if (id !== undefined) return id;
  }
  for (const line of mounts.split('\n')) {
    const [, , , root, target] = line.split(' ');
    // containerd keeps a pod's files in a folder of its sandbox, which is another container.
    const isOwn = (target === '/etc/hostname' || target === '/etc/hosts') && root?.includes('/sandboxes/') === false;
    const id = isOwn ? innermostId(root) : undefined;
    if (id !== undefined) return id;
  }
  return undefined;
}

/** A container in a container stands below the other. */
function innermostId(path: string): string | undefined {
  return [...path.matchAll(ID)].at(-1)?.[1];
}
