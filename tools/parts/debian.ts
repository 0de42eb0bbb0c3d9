import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from './command.ts';
import { onPath } from './on-path.ts';
import type { MissingPart } from './part.ts';

/** The programs that fetch and unpack packages. They need no root: nothing is installed, and the machine's apt stays as it is. */
export interface Debian {
  readonly aptGet: string;
  readonly dpkg: string;
}

/** Packages of one suite of Debian (`sid`), which need not be the machine's own, and the folder they are put into. */
export interface Packages {
  readonly suite: string;
  readonly names: readonly string[];
  readonly folder: string;
}

/** What was unpacked: the root of its file tree, and the file name of each package, which tells its version. */
export interface Unpacked {
  readonly root: string;
  readonly files: readonly string[];
}

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const MIRROR = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages', 'Origin: Debian', 'Label: Debian', 'Component: main'];

/** Looks for what it takes to use Debian's packages. */
export function findDebian(): Debian | MissingPart {
  const [aptGet, dpkg] = [onPath(['apt-get']), onPath(['dpkg'])];
  if (!aptGet || !dpkg) return { missing: 'there is no apt-get and dpkg on PATH' };
  const isKnown = process.platform === 'linux' && /^(x64|arm64)$/.test(process.arch);
  return isKnown ? { aptGet, dpkg } : { missing: `Debian's packages are not for ${process.platform} on ${process.arch}` };
}

/** Fetches packages and unpacks them. Their dependencies are not followed: name them all. */
export async function unpack({ aptGet, dpkg }: Debian, { suite, names, folder }: Packages): Promise<Unpacked> {
  const [root, files] = [join(folder, 'root'), join(folder, 'files')];
  for (const each of [root, files]) await mkdir(each, { recursive: true });
  const apt = await privateApt(aptGet, suite, folder);
  await apt(['update'], folder);
  await apt(['download', ...names], files);
  const fetched = await readdir(files);
  for (const file of fetched) await step(dpkg, ['-x', join(files, file), root]);
  return { root, files: fetched };
}

type Apt = (args: readonly string[], cwd: string) => Promise<string>;

// One list of sources, its own indexes and its own cache; proxies and passwords stay those of the machine.
async function privateApt(aptGet: string, suite: string, folder: string): Promise<Apt> {
  const sources = join(folder, 'sources.list');
  const signed = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : '';
  await writeFile(sources, `deb ${signed}${await mirror(aptGet, folder)} ${suite} main\n`);
  const dirs = await emptyDirs(join(folder, 'apt'));
  return runApt(aptGet, [...dirs, `Dir::Etc::sourcelist=${sources}`, 'Dir::Etc::sourceparts=-']);
}

// Where the machine gets its own packages from has the other suites as well. A machine that never asked for its indexes, as a
// fresh container, does not know what is whose: then they are asked for, into a folder of ours.
async function mirror(aptGet: string, folder: string): Promise<string> {
  const known = firstLine(await runApt(aptGet, [])(MIRROR, folder));
  if (known) return known;
  const apt = runApt(aptGet, await emptyDirs(join(folder, 'machine')));
  await apt(['update'], folder);
  const asked = firstLine(await apt(MIRROR, folder));
  if (!asked) throw new Error("apt-get has no source of Debian's packages");
  return asked;
}

function firstLine(text: string): string | undefined {
  return text.split('\n').find((line) => line !== '');
}

async function emptyDirs(folder: string): Promise<string[]> {
  await mkdir(join(folder, 'lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  return [`Dir::State::lists=${join(folder, 'lists')}`, `Dir::Cache=${join(folder, 'cache')}`];
}

// Error-Mode: by itself apt calls an index that it did not get a warning. Sandbox: as root it would read our folder as somebody
// who may not. Pipelines and translations are of no use here.
function runApt(aptGet: string, settings: readonly string[]): Apt {
  const all = ['APT::Update::Error-Mode=any', 'APT::Sandbox::User=', 'Acquire::Languages=none', 'Acquire::http::Timeout=20', ...settings];
  const options = ['-qq', ...all.flatMap((setting) => ['-o', setting])];
  return (args, cwd) => step(aptGet, [...options, ...args], { cwd, env: { ...process.env, LC_ALL: 'C' } });
}
