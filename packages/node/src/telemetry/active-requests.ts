import type { Attributes, Meter } from '@opentelemetry/api';

interface Cell {
  readonly attributes: Attributes;
  count: number;
}

/** `http.server.active_requests`, counted in plain numbers that are read when metrics are sent. */
export class ActiveRequests {
  /** By method and scheme: at most eleven methods times two schemes. */
  readonly #cells: Record<string, Cell> = Object.create(null) as Record<string, Cell>;

  constructor(meter: Meter) {
    meter
      .createObservableUpDownCounter('http.server.active_requests', {
        unit: '{request}',
        description: 'Number of active HTTP server requests.',
      })
      .addCallback((result) => {
        for (const { attributes, count } of Object.values(this.#cells)) result.observe(count, attributes);
      });
  }

  add(method: string, scheme: string, by: 1 | -1): void {
    const cell = (this.#cells[scheme + method] ??= { attributes: { 'http.request.method': method, 'url.scheme': scheme }, count: 0 });
    cell.count += by;
  }
}
