import type { Attributes, Meter } from '@opentelemetry/api';

/** The requests of one method and scheme that are being served. */
export interface ActiveCell {
  readonly method: string;
  readonly scheme: string;
  readonly attributes: Attributes;
  count: number;
}

/** Eleven methods, `_OTHER` among them, times two schemes: all there are. */
const MAX_CELLS = 22;

/** `http.server.active_requests`, counted in plain numbers that are read when metrics are sent. */
export class ActiveRequests {
  readonly #cells: ActiveCell[] = [];

  constructor(meter: Meter) {
    meter
      .createObservableUpDownCounter('http.server.active_requests', {
        unit: '{request}',
        description: 'Number of active HTTP server requests.',
      })
      .addCallback((result) => {
        for (const { attributes, count } of this.#cells) result.observe(count, attributes);
      });
  }

  /** The cell to count in: up at a request's start, down at its end. */
  of(method: string, scheme: string): ActiveCell {
    for (const cell of this.#cells) if (cell.method === method && cell.scheme === scheme) return cell;
    const cell = { method, scheme, attributes: { 'http.request.method': method, 'url.scheme': scheme }, count: 0 };
    if (this.#cells.length < MAX_CELLS) this.#cells.push(cell);
    return cell;
  }
}
