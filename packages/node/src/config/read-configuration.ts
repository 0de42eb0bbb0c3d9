import { dirname } from 'node:path';
import type { VigilError } from '@vigil/events';
import type { ExportTargets } from '../delivery/message.ts';
import { vigilError } from '../errors.ts';
import { environment } from './environment.ts';
import { exportTargets } from './export-targets.ts';
import { canUseProxies, proxyVariables, type ProxyVariables } from './proxy-variables.ts';
import { readConfigFile, type ConfigFile } from './read-config-file.ts';
import { readManifest, type Manifest } from './read-manifest.ts';
import { readSettings } from './read-settings.ts';
import type { Settings } from './settings.ts';

/** All that was said of how to run, and what was wrong with it. */
export interface Configuration {
  readonly settings: Settings;
  readonly targets: ExportTargets;
  /** To go through, by the names that Node's agents know; undefined to go straight. */
  readonly proxy: ProxyVariables | undefined;
  /** What the configuration file says. */
  readonly file: ConfigFile;
  /** What the application's package.json says. */
  readonly manifest: Manifest;
  readonly problems: VigilError[];
}

const NOWHERE: ExportTargets = { traces: undefined, metrics: undefined, logs: undefined, grpc: undefined };

/** Reads code, environment and file, once, at start. */
export function readConfiguration(fromCode: Partial<Settings>): Configuration {
  const env = environment();
  const main = process.argv[1];
  const manifest = readManifest(main === undefined ? process.cwd() : dirname(main));
  const problems: VigilError[] = [];
  const file = readConfigFile(env['VIGIL_CONFIG'], manifest.folder, problems);
  const reading = readSettings(fromCode, env, file);
  problems.push(...reading.problems);
  const { disabled, configFile } = reading.settings;
  // A declarative configuration has exporters of its own.
  const targets = disabled || configFile !== undefined ? NOWHERE : exportTargets(reading.settings, problems);
  const proxy = leaves(targets) ? proxyOf(env, problems) : undefined;
  return { settings: reading.settings, targets, proxy, file, manifest, problems };
}

function leaves({ traces, metrics, logs }: ExportTargets): boolean {
  return traces !== undefined || metrics !== undefined || logs !== undefined;
}

function proxyOf(env: Readonly<Record<string, string | undefined>>, problems: VigilError[]): ProxyVariables | undefined {
  const proxy = proxyVariables(env);
  const version = process.versions.node;
  if (proxy !== undefined && !canUseProxies(version)) problems.push(vigilError('VIGIL_PROXY_UNSUPPORTED', { version }));
  return proxy;
}
