export { correlation, type Correlation } from '@vigil/events';
export { start, type StartOptions, type Status, type Vigil } from './start.ts';
