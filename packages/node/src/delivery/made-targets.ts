import type { ExportTarget, ExportTargets, Signal } from './message.ts';

/** For tests: all signals to one server, each on its own path. */
export function targetsTo(url: string, changed: Partial<ExportTarget> = {}, grpc?: string): ExportTargets {
  const target = (signal: Signal): ExportTarget => ({
    protocol: 'http/protobuf', url: `${url}/v1/${signal}`, headers: {}, gzip: false, timeout: 10_000, ca: undefined, cert: undefined, key: undefined, ...changed,
  });
  return { traces: target('traces'), metrics: target('metrics'), logs: target('logs'), grpc };
}
