import type { Attributes, ReceivedLog, ReceivedSpan, Scope } from '../otlp/received.ts';

// Telemetry for the tests of this folder, complete but for what a test says.

export const traceId = '0af7651916cd43dd8448eb211c80319c';
export const start: bigint = 1_700_000_000_000_000_000n;
const scope: Scope = { name: '', version: '', attributes: {} };

export function at(ms: number): bigint {
  return start + BigInt(Math.round(ms * 1e6));
}

export function madeSpan(id: string, parent: string, name: string, fromMs: number, toMs: number, more: Partial<ReceivedSpan> = {}): ReceivedSpan {
  return {
    resource: { 'service.name': 'shop' }, scope, traceId, spanId: id, parentSpanId: parent, traceState: '', name, kind: 'server',
    startTime: at(fromMs), endTime: at(toMs), attributes: {}, events: [], links: [], status: { code: 'unset', message: '' }, flags: 1,
    dropped: { attributes: 0, events: 0, links: 0 }, ...more,
  };
}

export function madeLog(spanId: string, ms: number, severityNumber: number, body: string, attributes: Attributes = {}): ReceivedLog {
  return {
    resource: { 'service.name': 'shop' }, scope, time: at(ms), observedTime: at(ms), severityNumber, severityText: '', body, eventName: '',
    attributes, traceId: spanId ? traceId : '', spanId, flags: 1, dropped: { attributes: 0 },
  };
}
