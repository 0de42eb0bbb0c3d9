import type { Context } from 'mocha';
import type { FoundPart, NamedPart } from '../../tools/parts/part.ts';
import { skip } from './skip.ts';

/** Gets a real part in a `before`, or skips the suite with the reason why there is none. It may be built here: allow for that. */
export async function needPart(context: Context, get: NamedPart['get']): Promise<FoundPart> {
  context.timeout(900_000);
  const part = await get();
  return 'missing' in part ? skip(context, part.missing) : part;
}
