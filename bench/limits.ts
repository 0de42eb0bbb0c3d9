/** How much dearer than bare, in CPU per request, Vigil may be before the guard fails. */
export interface Limit {
  framework: string;
  route: string;
  ratio: number;
  /** A bare row whose quartiles are further apart than this share of its median says nothing: the machine does too much else. */
  steady: number;
}

/**
 * From 13 runs on 2026-11-21, Node 24.21 on two cores of an EPYC, four of them with a busy loop beside:
 * Express plain 1.16 to 1.40, Fastify plain 1.40 to 2.14, Fastify outbound 0.97 to 1.48; with 30 us burnt, Express plain 1.92 to 2.68.
 * A full run has less, because its slices are longer. The limits are a quarter of bare or more above the worst: 11 us on Express, 11 on
 * Fastify, 50 on its outbound calls. When Vigil becomes cheaper, measure again and lower them.
 * Bare's quartiles were up to 0.16 of its median apart on the plain routes and 0.34 on the outbound one, where `fetch` warms up slowly.
 */
export const limits: readonly Limit[] = [
  { framework: 'express', route: 'plain', ratio: 1.65, steady: 0.25 },
  { framework: 'fastify', route: 'plain', ratio: 2.8, steady: 0.25 },
  { framework: 'fastify', route: 'outbound', ratio: 1.75, steady: 0.5 },
];

/** The regression that every run makes on purpose, and must see, on the first of the limits: there it is the smallest in proportion. */
export const BURNT_US = 30;
