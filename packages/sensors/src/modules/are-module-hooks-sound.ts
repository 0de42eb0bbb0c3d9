/** The first version of each line whose synchronous hooks keep CommonJS within `import` whole. */
const SOUND: Readonly<Record<number, readonly [minor: number, patch: number]>> = { 22: [22, 3], 23: [Infinity, 0], 24: [11, 1], 25: [1, 0] };

/**
 * Whether `module.registerHooks` of this Node may be used. Before these versions an application that imports CommonJS fails
 * to start with it (`ERR_VM_MODULE_LINK_FAILURE`: seen on 22.15.0 with `import 'express'`, not on 24.21.0 and 26.10.0).
 */
export function areModuleHooksSound(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const first = SOUND[major];
  if (first === undefined) return major >= 26;
  return minor > first[0] || (minor === first[0] && patch >= first[1]);
}
