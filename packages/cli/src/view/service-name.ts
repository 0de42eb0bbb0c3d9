import type { Attributes } from '../otlp/received.ts';

export function serviceName(resource: Attributes): string {
  return String(resource['service.name'] ?? 'unknown service');
}
