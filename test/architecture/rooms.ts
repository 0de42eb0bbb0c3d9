/** Where in a package something is allowed: nowhere, everywhere, or in the files whose path in src matches. */
export type Place = 'nowhere' | 'everywhere' | RegExp;

/** What one package may touch. The table of docs/architecture.md, "who may import what". */
export interface Room {
  readonly organs: readonly string[];
  readonly frameworks: 'never' | 'types';
  readonly otel: Place;
  /** `node:diagnostics_channel`: ours go through events/channels, Node's through sensors. */
  readonly channels: Place;
  readonly network: Place;
  readonly disk: Place;
  readonly env: Place;
  readonly clock: Place;
}

const closed: Room = {
  organs: ['events'], frameworks: 'never', otel: 'nowhere', channels: 'nowhere', network: 'nowhere', disk: 'nowhere', env: 'nowhere', clock: 'nowhere',
};

/** A package without a room here breaks the rule: who adds one decides what it may touch. */
export const rooms: Readonly<Record<string, Room>> = {
  events: { ...closed, organs: [], channels: /^channels(\.ts|\/)/ },
  sensors: { ...closed, frameworks: 'types', channels: 'everywhere' },
  detection: closed,
  response: { ...closed, network: /^responders\//, disk: /^responders\// },
  node: {
    organs: ['events', 'sensors', 'detection', 'response'], frameworks: 'types', otel: 'everywhere', channels: 'nowhere',
    network: /^(delivery|stores|doctor)\//, disk: /^(config|resource|delivery|spool|stores|doctor)\//, env: /^config\//, clock: 'everywhere',
  },
  cli: { ...closed, organs: ['events', 'detection'], network: 'everywhere', disk: 'everywhere', env: /^(vigil\.ts$|commands\/)/, clock: 'everywhere' },
  chai: closed,
  'eslint-plugin': closed,
};

/** Whether a file of the package stands where it is allowed. */
export function isAllowed(place: Place, inside: string): boolean {
  return place === 'everywhere' || (place !== 'nowhere' && place.test(inside));
}
