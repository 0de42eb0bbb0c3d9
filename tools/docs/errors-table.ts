import { errors as DESK } from '../../packages/cli/src/errors.ts';
import { ERRORS as PRESET } from '../../packages/node/src/errors.ts';
import type { ErrorTable } from '../../packages/events/src/index.ts';

/** Every code, what it says and what to do, by package. */
export function errorsTable(): string {
  return [...section('@vigil/node', PRESET), '', ...section('@vigil/cli', DESK)].join('\n');
}

function section(name: string, table: ErrorTable): string[] {
  const rows = Object.entries(table).map(([code, { message, remedy }]) => `| \`${code}\` | ${message} | ${remedy} |`);
  return [`## ${name}`, '', '| code | what is wrong | what to do |', '|---|---|---|', ...rows];
}
