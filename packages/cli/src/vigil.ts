#!/usr/bin/env node
import { isVigilError } from '@vigil/events';
import { doctor } from './doctor/doctor.ts';
import { readFlags, type DoctorFlags } from './flags.ts';
import { receive } from './receive/receive.ts';
import { VERSION } from './version.ts';
import { visible } from './view/visible-text.ts';

const help = `vigil ${VERSION}: the desk of Vigil

  vigil receive    receives OTLP over HTTP and shows each trace with its log lines
    --port 4318        where it listens; 0 takes a free port
    --host 127.0.0.1   on which address; others than this let other machines in

  vigil doctor [app.js]    examines folder, settings, endpoint, and an application's real process
  vigil doctor -- command  the same, the command run as it stands
    --seconds 5        how long the application may run
    --json             for programs; exit code 1 when an error or a warning was found

  vigil --help, vigil --version
  NO_COLOR=1 leaves the colours out, FORCE_COLOR=1 keeps them in a pipe.`;

try {
  const flags = readFlags(process.argv.slice(2));
  if (flags.command === 'help') print(help);
  else if (flags.command === 'version') print(VERSION);
  else if (flags.command === 'doctor') await examine(flags);
  else await receive({ port: flags.port, host: flags.host, until: asked(), view, print });
} catch (error) {
  if (!isVigilError(error)) throw error;
  process.stderr.write(`${visible(error.line)}\n`);
  process.exitCode = 2;
}

async function examine({ application, asIs, seconds, json }: DoctorFlags): Promise<void> {
  const healthy = await doctor({
    folder: process.cwd(), command: application, asIs, seconds, json, env: process.env, until: asked(), view: view(), print, onOutput: (text) => process.stderr.write(text),
  });
  if (!healthy) process.exitCode = 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function view(): { width: number; colour: boolean } {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = process.env;
  const colour = force ? force !== '0' : Boolean(process.stdout.isTTY) && !no && term !== 'dumb';
  return { width: process.stdout.columns ?? 110, colour };
}

// Ctrl-C, a polite end, or nobody who reads on.
function asked(): Promise<unknown> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.stdout.once('error', resolve);
  });
}
