import { parseArgs } from 'node:util';
import { deskError } from './errors.ts';

const options = {
  port: { type: 'string', default: '4318' },
  host: { type: 'string', default: '127.0.0.1' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const;
const commands = new Set(['receive']);

/** What a person asked for. */
export interface Flags {
  readonly command: 'receive' | 'help' | 'version';
  readonly port: number;
  readonly host: string;
}

/** Reads the command line; throws an error of the desk's table that says what was expected. */
export function readFlags(args: readonly string[]): Flags {
  const { values, positionals, tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) if (token.kind === 'option') checkOption(token);
  const [command, ...rest] = positionals;
  const { port, host } = { port: readPort(String(values.port)), host: String(values.host) };
  if (values.help || command === undefined && !values.version) return { command: 'help', port, host };
  if (values.version) return { command: 'version', port, host };
  if (!commands.has(command as string)) throw deskError('VIGIL_COMMAND_UNKNOWN', { command: command as string });
  if (rest.length > 0) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `${command} takes no ${rest[0]}, expected flags only` });
  return { command: 'receive', port, host };
}

function checkOption({ name, rawName, value }: { name: string; rawName: string; value?: string | undefined }): void {
  if (!Object.hasOwn(options, name)) {
    const known = Object.keys(options).map((each) => `--${each}`).join(', ');
    throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `there is no flag ${rawName}, expected one of ${known}` });
  }
  const { type } = options[name as keyof typeof options];
  if (type === 'string' && value === undefined) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `${rawName} has no value, expected one after it` });
  if (type === 'boolean' && value !== undefined) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `${rawName} has the value ${value}, expected none` });
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw deskError('VIGIL_PORT_INVALID', { port: text });
  return Number(text);
}
