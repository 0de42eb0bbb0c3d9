/** One way to run the application. A new contender is one entry here (and a dev dependency at the root). */
export interface Setup {
  name: string;
  /** What Node is told to preload; nothing for the bare application. */
  preload?: string;
  env?: Record<string, string>;
  /** What a user installs, for size and package count; `@vigil/*` are packed from the workspace. */
  installs: string[];
}

/** The first is the base of every difference and ratio. */
export const setups: readonly Setup[] = [
  { name: 'bare', installs: [] },
  { name: 'vigil', preload: '@vigil/node/register', installs: ['@vigil/node', '@opentelemetry/api'] },
  {
    name: 'stock',
    preload: '@opentelemetry/auto-instrumentations-node/register',
    installs: ['@opentelemetry/auto-instrumentations-node', '@opentelemetry/api'],
    env: {
      // Its default detectors ask the metadata addresses of four clouds; the bench sends on loopback only.
      OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance',
      // With its own 2048 it drops spans of a saturated Express, and a row with losses cannot be compared.
      OTEL_BSP_MAX_QUEUE_SIZE: '65536',
    },
  },
];

/** The frameworks: each has its application in `apps/`. */
export const frameworks: readonly string[] = ['express', 'fastify'];

/** A path of the measured applications. A new one is one entry here and one handler in each application. */
export interface Route {
  name: string;
  path: string;
  /** Outbound calls per request: each must give a client span. */
  outboundCalls: number;
}

/** All answer 200; anything else voids the row. */
export const routes: readonly Route[] = [
  { name: 'plain', path: '/users/7', outboundCalls: 0 },
  { name: 'outbound', path: '/out', outboundCalls: 1 },
];
