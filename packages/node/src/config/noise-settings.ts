import type { SettingRow } from './settings.ts';

/** What requests leave no span, and what spans, records and answers carry beyond the conventions. */
export const NOISE_SETTINGS = {
  ignorePaths: {
    env: ['VIGIL_IGNORE_PATHS'], type: 'list', default: ['default'], each: ['^(/|default$|\\*$)', 'paths that begin with / (or default)'],
    meaning: 'Paths whose requests make no span and no trace; they are counted in metrics. Whole paths, or beginnings that end with `*`; `default` stands for the usual health checks.',
  },
  staticFiles: {
    env: ['VIGIL_STATIC_FILES'], type: 'list',
    default: ['css', 'js', 'mjs', 'map', 'ico', 'png', 'jpg', 'jpeg', 'gif', 'svg', 'webp', 'avif', 'woff', 'woff2', 'ttf', 'otf', 'eot'],
    meaning: 'Ends of file names that make a request one for a static file, which leaves no span when it succeeds: see below.',
  },
  middlewareSpans: {
    env: ['VIGIL_MIDDLEWARE_SPANS'], type: 'boolean', default: false,
    meaning: 'Makes a span of each middleware of Express 5, each hook of Fastify and each handler too. To look for where time goes; not for every day.',
  },
  serverTiming: {
    env: ['VIGIL_SERVER_TIMING'], type: 'boolean', default: false,
    meaning: 'Tells browsers the trace of each answer: `Server-Timing: traceparent;desc="00-..."`.',
  },
  baggageKeys: {
    env: ['VIGIL_BAGGAGE_KEYS'], type: 'list', default: [],
    meaning: 'Baggage entries that become attributes, by the same names, of the spans and log records made while they are there.',
  },
  baggageHosts: {
    env: ['VIGIL_BAGGAGE_HOSTS'], type: 'list', default: ['private'], each: ['^([^/:\\s]+|\\[?[0-9a-fA-F:.]+\\]?)$', 'names or addresses of hosts, without scheme and port'],
    meaning: 'Hosts that HTTP calls may take baggage to: names, `*.example.com`, `*` for all, and `private` for this machine and private networks.',
  },
} as const satisfies Record<string, SettingRow>;
