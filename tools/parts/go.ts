import { command } from './command.ts';
import { onPath } from './on-path.ts';

/** A Go that can build a part, or why there is none. */
export type Go = { readonly go: string } | { readonly missing: string };

/** Looks for Go `oldest` (`1.25`) or newer on PATH. */
export async function findGo(oldest: string): Promise<Go> {
  const go = onPath(['go']);
  if (!go) return { missing: 'there is no Go on PATH' };
  const { output } = await command(go, ['env', 'GOVERSION'], { env: goEnvironment() });
  return isAtLeast(output.trim(), oldest) ? { go } : { missing: `Go on PATH is ${output.trim()}, and ${oldest} is needed` };
}

/** Whether a version as Go writes it (`go1.26.8`) is `oldest` or newer. */
export function isAtLeast(version: string, oldest: string): boolean {
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  const [needMajor = 0, needMinor = 0] = oldest.split('.').map(Number);
  return major > needMajor || (major === needMajor && minor >= needMinor);
}

/** Go as it stands: it fetches no other Go, needs no C compiler, and takes no flags from the person's own settings. */
export function goEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', ...more };
}
