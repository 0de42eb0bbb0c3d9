/** The known name that takes the fewest edits to reach, for "did you mean". */
export function nearestName(name: string, known: readonly string[]): string {
  let best = known[0] ?? '';
  let fewest = Infinity;
  for (const candidate of known) {
    const edits = editDistance(name, candidate);
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** The known name that somebody may have meant: at most two edits away, or a third of the name. Undefined where none is near. */
export function likelyName(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(name, known);
  return editDistance(name, nearest) <= Math.max(2, Math.floor(name.length / 3)) ? nearest : undefined;
}

/** ` (did you mean b3?)`, or nothing. */
export function askAfter(name: string, known: readonly string[]): string {
  const likely = likelyName(name.slice(0, 40), known);
  return likely === undefined ? '' : ` (did you mean ${likely}?)`;
}

/** Levenshtein's distance, one row of the table at a time. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
