import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { areModuleHooksSound, watchedChannels } from '@vigil/sensors';
import type { ConfigFile } from '../config/read-config-file.ts';
import type { Settings } from '../config/settings.ts';
import { SIGNALS, type SenderSettings, type Signal } from '../delivery/message.ts';
import type { Say } from '../lifecycle/say.ts';
import { shownUrl } from '../start-line.ts';
import { VERSION } from '../version.ts';
import { askEndpoint } from './ask-endpoint.ts';
import { describeSettings } from './describe-settings.ts';
import { DoctorNotes } from './doctor-notes.ts';
import { explainLine } from './explain-line.ts';
import { PackageList } from './package-list.ts';
import { preloadFlags } from './preload-flags.ts';
import { unknownVariables } from './unknown-variables.ts';

/** What the preset knows once it runs. */
export interface Running {
  readonly settings: Settings;
  readonly fromCode: Partial<Settings>;
  readonly file: ConfigFile;
  readonly service: string;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly hotPath: boolean;
  readonly sender: Pick<SenderSettings, 'targets' | 'proxy' | 'userAgent'>;
  /** Accounts of what was delivered and dropped, by signal. */
  readonly delivery: () => object;
}

type Environment = Readonly<Record<string, string | undefined>>;

const FORMAT = 1;
/** The specification's own ten seconds would keep a person waiting for nothing. */
const PATIENCE = 5000;
/** So that something is known of a process that is killed. */
const EVERY = 1000;
const API: unique symbol = Symbol.for('opentelemetry.js.api.1') as never;

/** Reports to `vigil doctor` from within the process that it examines. Loaded for nothing else. */
export class DoctorReport {
  readonly #notes: DoctorNotes;
  readonly #env: Environment;
  readonly #loaded = new PackageList();
  #running: Running | undefined;
  /** As they were, once the preset is stopped. */
  #channels: Readonly<Record<string, boolean>> | undefined;

  constructor(folder: string, env: Environment) {
    this.#notes = new DoctorNotes(folder, process.pid);
    this.#env = env;
    const before = loadedByRequire();
    this.#notes.write('start', {
      format: FORMAT, pid: process.pid, node: process.versions.node, vigil: { version: VERSION, path: fileURLToPath(import.meta.url) },
      main: process.argv[1] ?? '', preloads: preloadFlags(env['NODE_OPTIONS'] ?? '', process.execArgv), before: before.list().filter(({ name }) => !name.startsWith('@vigil/')),
      moduleHooks: areModuleHooksSound(process.versions.node), unknown: unknownVariables(env),
    });
    this.#watchLoading();
  }

  /** Hands on what the preset says, and notes what is wrong of it. */
  hear(say: Say): Say {
    return (level, line) => {
      const explained = level === 'error' || level === 'warn' ? explainLine(line) : undefined;
      if (explained !== undefined) this.#notes.write('said', { level, ...explained });
      say(level, line);
    };
  }

  started(running: Running): void {
    const { settings, fromCode, file, service, resource, hotPath, sender } = running;
    this.#running = running;
    this.#notes.write('running', {
      service, hotPath, exports: describeExports(sender.targets), resource: Object.keys(resource), settings: describeSettings(settings, { fromCode, env: this.#env, file }),
    });
    setInterval(() => this.#noteState(), EVERY).unref();
    for (const signal of SIGNALS) if (sender.targets[signal] !== undefined) void this.#ask(signal, running);
  }

  /** The application is stopping the preset: that nobody listens from now on is as it should be. */
  stopping(): void {
    this.#channels = watchedChannels();
  }

  /** The last that can be told. */
  ended(): void {
    this.#noteState();
  }

  #noteState(): void {
    const required = loadedByRequire().list().map(({ folder }) => folder);
    for (const folder of required) this.#loaded.add(`${folder}/`);
    this.#notes.write('state', {
      channels: this.#channels ?? watchedChannels(), delivery: this.#running?.delivery() ?? {}, loaded: this.#loaded.list(),
      api: (globalThis as { [API]?: { version?: string } })[API]?.version,
    });
  }

  /** Not a call of the application: no span is made of it. */
  async #ask(signal: Signal, { sender }: Running): Promise<void> {
    try {
      this.#notes.write('answer', await context.with(suppressTracing(context.active()), () => askEndpoint(signal, sender, PATIENCE)));
    } catch (error) {
      this.#notes.write('answer', { signal, url: '', latencyMs: 0, error: String((error as Error).message) });
    }
  }

  /** ES modules stand in no list; they are seen when they are loaded. */
  #watchLoading(): void {
    if (!areModuleHooksSound(process.versions.node)) return;
    registerHooks({
      load: (url, given, next) => {
        if (url.startsWith('file:')) this.#loaded.add(fileURLToPath(url));
        return next(url, given);
      },
    });
  }
}

/** What leaves, how and where to: `traces http/protobuf http://localhost:4318/v1/traces`. */
function describeExports(targets: SenderSettings['targets']): string[] {
  return SIGNALS.flatMap((signal) => (targets[signal] === undefined ? [] : [`${signal} ${targets[signal].protocol} ${shownUrl(targets[signal].url)}`]));
}

function loadedByRequire(): PackageList {
  const loaded = new PackageList();
  for (const file of Object.keys(createRequire(import.meta.url).cache)) loaded.add(file);
  return loaded;
}
