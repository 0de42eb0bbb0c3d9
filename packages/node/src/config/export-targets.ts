import type { VigilError } from '@vigil/events';
import { SIGNALS, type ExportTarget, type ExportTargets, type Signal } from '../delivery/message.ts';
import { vigilError } from '../errors.ts';
import { findPeer } from '../optional-peer.ts';
import { EXPORT_SETTINGS, ofSignal, type ExportOption } from './export-settings.ts';
import { readSmallFile } from './read-small-file.ts';
import type { Settings } from './settings.ts';

/** No time-out, as far as a timer goes: 24 days. */
const ENDLESS = 2 ** 31 - 1;
/** What brings `@grpc/grpc-js` along, nearest first. */
const GRPC_BRINGERS: readonly string[] = ['exporter-trace-otlp-grpc', 'exporter-metrics-otlp-grpc', 'exporter-logs-otlp-grpc', 'sdk-node'];

/** Where and how each signal leaves by OTLP. What cannot be had is a problem, and its signal is not exported. */
export function exportTargets(settings: Settings, problems: VigilError[]): ExportTargets {
  const grpc = SIGNALS.some((signal) => leavesBy(settings, signal, 'grpc')) ? findGrpc(problems) : undefined;
  const targetOf = (signal: Signal): ExportTarget | undefined =>
    !settings[`${signal}Exporter`].includes('otlp') || (grpc === undefined && leavesBy(settings, signal, 'grpc')) ? undefined : target(settings, signal, problems);
  return { traces: targetOf('traces'), metrics: targetOf('metrics'), logs: targetOf('logs'), grpc };
}

function leavesBy(settings: Settings, signal: Signal, protocol: Settings['protocol']): boolean {
  return settings[`${signal}Exporter`].includes('otlp') && option(settings, signal, 'protocol') === protocol;
}

/** The signal's own setting, else the one of all signals. */
function option<Name extends ExportOption>(settings: Settings, signal: Signal, name: Name): Settings[Name] {
  return (settings[ofSignal(signal, name)] ?? settings[name]) as Settings[Name];
}

function target(settings: Settings, signal: Signal, problems: VigilError[]): ExportTarget {
  const protocol = option(settings, signal, 'protocol');
  const pem = (name: 'certificate' | 'clientCertificate' | 'clientKey'): string | undefined => readPem(settings, signal, name, problems);
  return {
    protocol,
    url: protocol === 'grpc' ? grpcUrl(settings, signal) : httpUrl(settings, signal),
    headers: { ...settings.headers, ...settings[`${signal}Headers`] },
    gzip: option(settings, signal, 'compression') === 'gzip',
    timeout: Math.min(unlimited(option(settings, signal, 'timeout')), unlimited(batchTimeout(settings, signal))),
    ca: pem('certificate'), cert: pem('clientCertificate'), key: pem('clientKey'),
  };
}

function batchTimeout({ spanTimeout, metricTimeout, logTimeout }: Settings, signal: Signal): number {
  return { traces: spanTimeout, metrics: metricTimeout, logs: logTimeout }[signal];
}

function unlimited(ms: number): number {
  return ms === 0 ? ENDLESS : ms;
}

/** A signal's own endpoint is used as it is; that of all signals gets the signal's path. */
function httpUrl(settings: Settings, signal: Signal): string {
  const own = settings[`${signal}Endpoint`];
  if (own !== undefined) return withScheme(own, 'http:');
  const url = new URL(withScheme(settings.endpoint ?? 'http://localhost:4318', 'http:'));
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return url.href;
}

function grpcUrl(settings: Settings, signal: Signal): string {
  return withScheme(option(settings, signal, 'endpoint') ?? 'http://localhost:4317', option(settings, signal, 'insecure') ? 'http:' : 'https:');
}

function withScheme(endpoint: string, scheme: string): string {
  return /^https?:\/\//.test(endpoint) ? endpoint : `${scheme}//${endpoint}`;
}

function readPem(settings: Settings, signal: Signal, name: 'certificate' | 'clientCertificate' | 'clientKey', problems: VigilError[]): string | undefined {
  const file = option(settings, signal, name);
  if (file === undefined) return undefined;
  try {
    return pemIn(readSmallFile(file));
  } catch (error) {
    const called = EXPORT_SETTINGS[settings[ofSignal(signal, name)] === undefined ? name : ofSignal(signal, name)].env[0];
    const problem = vigilError('VIGIL_CERTIFICATE_UNREADABLE', { name: called, file, reason: (error as Error).message });
    if (!problems.some(({ line }) => line === problem.line)) problems.push(problem);
    return undefined;
  }
}

/** Node tells what is no PEM only when it connects, and in words of OpenSSL. */
function pemIn(text: string): string {
  if (!text.includes('-----BEGIN ')) throw new Error('it holds no PEM');
  return text;
}

function findGrpc(problems: VigilError[]): string | undefined {
  const bringers = GRPC_BRINGERS.map((name): readonly [string, ...string[]] => [`@opentelemetry/${name}`, '@opentelemetry/otlp-grpc-exporter-base', '@grpc/grpc-js']);
  for (const chain of [['@grpc/grpc-js'] as const, ...bringers]) {
    const found = findPeer(...chain);
    if (found !== undefined) return found;
  }
  problems.push(vigilError('VIGIL_PEER_MISSING', {
    what: 'the protocol grpc', name: '@grpc/grpc-js', meanwhile: 'until then nothing leaves by it (http/protobuf needs no package)',
  }));
  return undefined;
}
