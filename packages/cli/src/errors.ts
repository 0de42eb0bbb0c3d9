import { errorFrom, type ErrorTable, type VigilError } from '@vigil/events';

/** Everything that the desk refuses. */
export const errors = {
  VIGIL_PORT_IN_USE: {
    message: '{host}:{port} is in use by another process',
    remedy: 'Stop that process, or choose another port: vigil receive --port 0 takes a free one.',
  },
  VIGIL_PORT_FORBIDDEN: {
    message: 'this user may not listen on {host}:{port}',
    remedy: 'Choose a port above 1023, such as vigil receive --port 4318.',
  },
  VIGIL_HOST_UNKNOWN: {
    message: '{host} is not an address of this machine',
    remedy: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network that it is on.',
  },
  VIGIL_PORT_INVALID: {
    message: '--port {port} is not a port, expected a whole number from 0 to 65535',
    remedy: 'For example vigil receive --port 4318; 0 takes a free one.',
  },
  VIGIL_SECONDS_INVALID: {
    message: '--seconds {seconds} is not a time, expected a whole number from 1 to 9999',
    remedy: 'For example vigil doctor --seconds 20 app.js.',
  },
  VIGIL_COMMAND_UNKNOWN: {
    message: 'there is no command {command}, expected: receive or doctor',
    remedy: 'Run npx --no -- vigil --help.',
  },
  VIGIL_FLAG_UNKNOWN: {
    message: '{problem}',
    remedy: 'Run npx --no -- vigil --help for the flags that there are.',
  },
  VIGIL_WAIT_TIMEOUT: {
    message: 'what was waited for did not arrive within {ms} ms; arrived: {arrived}',
    remedy: 'Check that the sender exports to {url}, and that it flushes before it ends.',
  },
  VIGIL_RECEIVER_CLOSED: {
    message: 'the receiver at {url} was closed while something still waited for telemetry',
    remedy: 'Close it after the last waitFor has settled.',
  },
} as const satisfies ErrorTable;

/** Makes an error of the desk's own table. */
export function deskError(code: keyof typeof errors, details: Readonly<Record<string, string | number>> = {}): VigilError {
  return errorFrom(errors, code, details);
}
