import type { VigilError } from '@vigil/events';
import { vigilError } from '../errors.ts';
import { VERSION } from '../version.ts';

/** On the global object, so that copies of this package meet, also of other versions. */
const COPY: unique symbol = Symbol.for('vigil:1:copy') as never;

type Home = { [COPY]?: string | undefined };

/** Notes this copy as the one that runs; answers what to say when another one was noted before. */
export function otherCopy(home: object = globalThis, own: string = ownCopy()): VigilError | undefined {
  const place = home as Home;
  const first = (place[COPY] ??= own);
  return first === own ? undefined : vigilError('VIGIL_STARTED_TWICE', { first, second: own });
}

function ownCopy(): string {
  // A bundler that makes CommonJS leaves no `import.meta.url`.
  const here = String(import.meta.url);
  return `@vigil/node ${VERSION} (${here === 'undefined' ? 'bundled' : decodeURI(here.replace(/^file:\/\//, ''))})`;
}
