export { correlation, type Correlation } from '@vigil/events';
export type { StartOptions } from './start-options.ts';
export { start } from './start.ts';
export type { Status, Vigil } from './vigil.ts';
