import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';
import { findPeer, loadPeer } from '../optional-peer.ts';
import { readSmallFile } from './read-small-file.ts';

/** What a configuration file says, by the names of settings in code. */
export interface ConfigFile {
  /** Its name, for messages; empty when there is none. */
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const NAMES: readonly string[] = ['vigil.config.json', 'vigil.config.yaml', 'vigil.config.yml'];
/** What we use of the package `yaml`. */
interface Yaml {
  parse(text: string, options: { readonly logLevel: 'error' }): unknown;
}

const NONE: ConfigFile = { name: '', values: {} };

/**
 * The file that `VIGIL_CONFIG` names, else the one beside the application's package.json. What cannot be read is a problem
 * and counts as no file.
 */
export function readConfigFile(named: string | undefined, folder: string | undefined, problems: VigilError[]): ConfigFile {
  const asked = named?.trim() ?? '';
  if (asked !== '') return parsed(asked, readText(resolve(asked), asked, problems), problems);
  const found = folder === undefined ? undefined : NAMES.find((name) => isThere(join(folder, name)));
  return found === undefined ? NONE : parsed(found, readText(join(folder as string, found), found, problems), problems);
}

/** Also when it is a symbolic link to nowhere: somebody meant it to be read. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A folder that may not be looked into, by its rights or by `--permission`.
    return false;
  }
}

function readText(file: string, name: string, problems: VigilError[]): string | undefined {
  try {
    return readSmallFile(file);
  } catch (error) {
    problems.push(vigilError('VIGIL_CONFIG_FILE_UNREADABLE', { file: name, reason: (error as Error).message }));
    return undefined;
  }
}

function parsed(name: string, text: string | undefined, problems: VigilError[]): ConfigFile {
  if (text === undefined) return NONE;
  try {
    const parse = /\.ya?ml$/.test(name) ? yamlParser(name, problems) : JSON.parse;
    if (parse === undefined) return NONE;
    // A YAML file whose lines are all comments says `null`.
    const values: unknown = parse(text) ?? {};
    if (typeof values === 'object' && !Array.isArray(values)) return { name, values: values as ConfigFile['values'] };
    problems.push(vigilError('VIGIL_CONFIG_FILE_UNREADABLE', { file: name, reason: 'it holds no settings by name' }));
  } catch (error) {
    problems.push(vigilError('VIGIL_CONFIG_FILE_UNREADABLE', { file: name, reason: `it cannot be parsed${place(error)}` }));
  }
  return NONE;
}

/** A parser's own words quote the text, and that may hold a key; only where it stumbled is told. */
function place(error: unknown): string {
  const at = /line \d+,? column \d+/.exec(String((error as Error).message));
  return at === null ? '' : `, ${at[0]}`;
}

function yamlParser(file: string, problems: VigilError[]): ((text: string) => unknown) | undefined {
  const found = findPeer('yaml');
  // Its warnings quote the text, and that may hold a key.
  if (found !== undefined) return (text) => (loadPeer(found) as Yaml).parse(text, { logLevel: 'error' });
  problems.push(vigilError('VIGIL_PEER_MISSING', { what: file, name: 'yaml', meanwhile: 'until then the file is not read' }));
  return undefined;
}
