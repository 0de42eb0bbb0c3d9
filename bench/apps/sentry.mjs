import * as Sentry from '@sentry/node';

// See setups.ts for why its lifecycle and its buffer are not the default ones.
Sentry.init({ dsn: process.env.BENCH_SENTRY_DSN, tracesSampleRate: 1, traceLifecycle: 'static', transportOptions: { bufferSize: 65536 } });
