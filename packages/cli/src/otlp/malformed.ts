/** Thrown by the readers, caught by `decode`: it never leaves this folder. */
export class Malformed extends Error {}

/** A message nested deeper than this is refused, as protobuf libraries do: an AnyValue may contain itself without end. */
export const maxDepth = 100;
