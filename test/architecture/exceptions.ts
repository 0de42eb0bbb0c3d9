/** What breaks a rule and may, with the reason why. An entry that nothing needs any more is a failure too. */
export interface Exception {
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    path: 'packages/cli/src/receiver/waiters.ts', rule: 'store-bound',
    reason: 'holds one entry for each promise that a test or a command waits for, and each has a time-out',
  },
  {
    path: 'packages/sensors/src/http-server/connection.ts', rule: 'store-bound',
    reason: 'Node itself stops reading a socket whose pipelined answers pile up, so a client cannot make it grow',
  },
  {
    path: 'packages/node/src/lifecycle/say.ts', rule: 'import-ban',
    reason: 'writes to stderr by its descriptor, because process.stderr would emit an error into the application',
  },
  {
    path: 'packages/node/src/delivery/sender.ts', rule: 'store-bound',
    reason: 'holds one entry for each parcel that waits for another attempt, and the main thread bounds what is on its way',
  },
];
