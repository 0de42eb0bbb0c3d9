// Half a cell is the finest that both ends of a bar can show: ╺ begins in the middle of a cell, ╸ ends there.

/** A bar over `width` cells, from and to as fractions of the whole; never empty, so that the shortest span is seen. */
export function bar(from: number, to: number, width: number): string {
  const halves = width * 2;
  const begin = Math.min(clamp(Math.floor(from * halves), halves), halves - 1);
  const end = Math.max(clamp(Math.round(to * halves), halves), begin + 1);
  let cells = '';
  for (let cell = 0; cell < width; cell++) {
    const left = begin <= cell * 2 && end > cell * 2;
    const right = begin <= cell * 2 + 1 && end > cell * 2 + 1;
    cells += left ? (right ? '━' : '╸') : right ? '╺' : ' ';
  }
  return cells;
}

function clamp(value: number, limit: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), limit) : 0;
}
