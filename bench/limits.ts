/** How much dearer than bare, in CPU per request, Vigil may be before the guard fails. */
export interface Limit {
  framework: string;
  route: string;
  ratio: number;
}

export const limits: readonly Limit[] = [
  { framework: 'express', route: 'plain', ratio: 1.75 },
  { framework: 'fastify', route: 'plain', ratio: 2.4 },
  { framework: 'fastify', route: 'outbound', ratio: 1.75 },
];

/** A bare row whose quartiles are further apart than this share of its median says nothing: the machine does too much else. */
export const STEADY = 0.25;

/** The regression that every run makes on purpose, and must see, on the first of the limits: there it is the smallest in proportion. */
export const BURNT_US = 30;
