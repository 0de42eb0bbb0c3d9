export { correlation, provideCorrelation, type Correlation, type CorrelationProvider } from './correlation.ts';
export { createGuard, type Guard, type GuardFailure, type GuardOptions } from './guard.ts';
export { errorFrom, isVigilError, VigilError, type ErrorRow, type ErrorTable } from './vigil-error.ts';
