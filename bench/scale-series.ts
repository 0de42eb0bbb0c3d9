import { frameworks } from './setups.ts';

/** One way in which an application grows, and the sizes at which its cost is measured. */
export interface Series {
  name: string;
  title: string;
  /** What one more is, with its article. */
  one: string;
  frameworks: readonly string[];
  sizes: readonly Size[];
}

export interface Size {
  size: number;
  /** Where the requests go, in turn; all on `apps/scale-<framework>.cjs`. */
  paths: readonly string[];
  connections: number;
}

const CONNECTIONS = 20;
const onFastify = ['fastify'];

function sizes(all: readonly number[], of: (size: number) => { paths: readonly string[]; connections?: number }): Size[] {
  return all.map((size) => ({ size, connections: CONNECTIONS, ...of(size) }));
}

export const series: readonly Series[] = [
  {
    name: 'connections', title: 'Concurrent connections', one: 'a connection', frameworks,
    sizes: sizes([1, 2, 4, 8, 16, 32, 64], (connections) => ({ paths: ['/route-0/7'], connections })),
  },
  {
    name: 'routes', title: 'Routes in use', one: 'a route', frameworks,
    sizes: sizes([1, 10, 50, 100, 200], (count) => ({ paths: Array.from({ length: count }, (_, at) => `/route-${at}/7`) })),
  },
  {
    name: 'attributes', title: 'Attributes that the application sets on the span of its request', one: 'an attribute', frameworks: onFastify,
    sizes: sizes([1, 10, 25, 50, 100], (count) => ({ paths: [`/attributes/${count}`] })),
  },
  {
    name: 'awaits', title: 'Depth of the chain of awaits in the handler', one: 'an await', frameworks: onFastify,
    sizes: sizes([1, 10, 50, 100, 200], (depth) => ({ paths: [`/chain/${depth}`] })),
  },
];
