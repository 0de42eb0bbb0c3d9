import type { Context } from 'mocha';
import type { FoundPart, MissingPart, PartOptions } from '../../tools/parts/part.ts';
import type { Otelcol } from '../../tools/parts/otelcol.ts';
import { skip } from './skip.ts';

/** Gets a real part in a `before`, or skips the suite with the reason why there is none. It may be built here: allow for that. */
export async function needPart<P extends FoundPart>(context: Context, get: (options?: PartOptions) => Promise<P | MissingPart>): Promise<P> {
  context.timeout(900_000);
  const part = await get();
  return 'missing' in part ? skip(context, part.missing) : part;
}

/** Skips a test of what only the shipped configuration does, when the Collector that was had is a core one. */
export function needContrib(context: Context, { kind, how }: Otelcol): void {
  if (kind === 'core') skip(context, `it needs contrib components of the Collector, and there is ${how}`);
}
