import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { deskError } from './errors.ts';

const everywhere = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } } as const satisfies ParseArgsOptionsConfig;
/** The commands, and what each takes. */
const commands: Readonly<Record<string, ParseArgsOptionsConfig>> = {
  receive: { port: { type: 'string' }, host: { type: 'string' }, ...everywhere },
  doctor: { json: { type: 'boolean' }, seconds: { type: 'string' }, ...everywhere },
};

/** What a person asked for. */
export type Flags =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'receive'; readonly port: number; readonly host: string }
  | DoctorFlags;

export interface DoctorFlags {
  readonly command: 'doctor';
  readonly json: boolean;
  /** How long the application may run. */
  readonly seconds: number;
  /** The application and its arguments; as it is when it stands after `--`. */
  readonly application: readonly string[];
  readonly asIs: boolean;
}

type Token = { readonly name: string; readonly rawName: string; readonly value?: string | undefined };

/** Reads the command line; throws an error of the desk's table that says what was expected. */
export function readFlags(args: readonly string[]): Flags {
  const [command = ''] = args;
  if (command === 'doctor') return readDoctor(args.slice(1));
  const { values, positionals } = read(args, commands[command] ?? { ...commands['receive'] });
  if (values['help'] || (positionals.length === 0 && !values['version'])) return { command: 'help' };
  if (values['version']) return { command: 'version' };
  const [name = '', ...rest] = positionals;
  if (!Object.hasOwn(commands, name)) throw deskError('VIGIL_COMMAND_UNKNOWN', { command: name });
  if (rest.length > 0) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `${name} takes no ${rest[0]}, expected flags only` });
  return { command: 'receive', port: readPort(String(values['port'] ?? '4318')), host: String(values['host'] ?? '127.0.0.1') };
}

/** What follows the application's name belongs to the application. */
function readDoctor(args: readonly string[]): Flags {
  const begin = applicationIn(args);
  const asIs = args[begin] === '--';
  const { values } = read(args.slice(0, begin), commands['doctor'] as ParseArgsOptionsConfig);
  if (values['help']) return { command: 'help' };
  if (values['version']) return { command: 'version' };
  const seconds = readSeconds(String(values['seconds'] ?? '5'));
  const application = args.slice(asIs ? begin + 1 : begin);
  if (asIs && application.length === 0) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: 'there is nothing after --, expected a command' });
  return { command: 'doctor', json: values['json'] === true, seconds, application, asIs };
}

function applicationIn(args: readonly string[]): number {
  const at = args.findIndex((arg, index) => arg === '--' || (!arg.startsWith('-') && args[index - 1] !== '--seconds'));
  return at < 0 ? args.length : at;
}

function read(args: readonly string[], options: ParseArgsOptionsConfig): { values: Record<string, unknown>; positionals: string[] } {
  const { values, positionals, tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) if (token.kind === 'option') checkOption(token, options);
  return { values, positionals };
}

function checkOption({ name, rawName, value }: Token, options: ParseArgsOptionsConfig): void {
  if (!Object.hasOwn(options, name)) {
    const known = Object.keys(options).map((each) => `--${each}`).join(', ');
    throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `there is no flag ${rawName}, expected one of ${known}` });
  }
  const type = options[name]?.type;
  if (type === 'string' && value === undefined) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `${rawName} has no value, expected one after it` });
  if (type === 'boolean' && value !== undefined) throw deskError('VIGIL_FLAG_UNKNOWN', { problem: `${rawName} has the value ${value}, expected none` });
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw deskError('VIGIL_PORT_INVALID', { port: text });
  return Number(text);
}

function readSeconds(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0) throw deskError('VIGIL_SECONDS_INVALID', { seconds: text });
  return Number(text);
}
