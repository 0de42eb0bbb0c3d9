interface ErrorRow {
  readonly message: string;
  readonly remedy: string;
}

// The table of everything the desk refuses: `{...}` is filled in. docs/errors is made from such tables.
const table = {
  VIGIL_PORT_IN_USE: {
    message: '{host}:{port} is in use by another process.',
    remedy: 'Stop that process, or choose another port: vigil receive --port 0 takes a free one.',
  },
  VIGIL_PORT_FORBIDDEN: {
    message: 'This user may not listen on {host}:{port}.',
    remedy: 'Choose a port above 1023: vigil receive --port 4318.',
  },
  VIGIL_HOST_UNKNOWN: {
    message: '{host} is not an address of this machine.',
    remedy: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network it is on.',
  },
  VIGIL_COMMAND_UNKNOWN: {
    message: 'There is no command {command}.',
    remedy: 'The commands are: receive. See vigil --help.',
  },
  VIGIL_FLAG_INVALID: {
    message: '{problem}',
    remedy: 'See vigil --help.',
  },
  VIGIL_PORT_INVALID: {
    message: '--port {port} is not a port: expected a whole number from 0 to 65535.',
    remedy: 'For example vigil receive --port 4318; 0 takes a free one.',
  },
  VIGIL_WAIT_TIMEOUT: {
    message: 'What was waited for did not arrive within {ms} ms; arrived: {arrived}.',
    remedy: 'Check that the sender exports to {url}, and that it flushes before it ends.',
  },
  VIGIL_RECEIVER_CLOSED: {
    message: 'The receiver at {url} was closed while something still waited for telemetry.',
    remedy: 'Close the receiver after the last waitFor has settled.',
  },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof table;

/** An error of the desk: what happened in its message, how to mend it in its remedy. */
export class DeskError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, fields: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(fillIn(table[code].message, fields), options);
    this.name = 'DeskError';
    this.code = code;
    this.remedy = fillIn(table[code].remedy, fields);
  }
}

function fillIn(template: string, fields: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(fields[name] ?? whole));
}
