export { correlation, type Correlation } from '@vigil/events';
export type { StartOptions } from './start-options.ts';
export { start, type Status, type Vigil } from './start.ts';
