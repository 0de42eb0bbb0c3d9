import { groupBy } from '../view/group-by.ts';
import { finding, type Finding } from './finding.ts';
import type { EndpointAnswer } from './process-report.ts';

/** Codes of Node and OpenSSL, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was closed without an answer',
  EPIPE: 'the connection was closed without an answer',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'no answer in time',
};

/** And those of TLS, with what to do. */
const TLS: Readonly<Record<string, readonly [words: string, mend: string]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: ['its certificate is self-signed', 'trust'],
  SELF_SIGNED_CERT_IN_CHAIN: ['its certificate was signed by an authority that this machine does not know', 'trust'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['its certificate was signed by an authority that this machine does not know', 'trust'],
  UNABLE_TO_GET_ISSUER_CERT: ['its certificate was signed by an authority that this machine does not know', 'trust'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['its certificate was signed by an authority that this machine does not know', 'trust'],
  CERT_HAS_EXPIRED: ['its certificate is no longer valid', 'Renew the certificate of the collector, and look at the clock of this machine'],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', 'Look at the clock of this machine'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['its certificate is for another host name', 'Use a host name that stands in the certificate'],
  EPROTO: ['the other side does not speak TLS as this one does', 'Use http:// if it speaks no TLS'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['the other side does not speak TLS', 'Use http:// if it speaks no TLS'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['the other side does not speak TLS', 'Use http:// if it speaks no TLS'],
};
const TRUST = 'Set OTEL_EXPORTER_OTLP_CERTIFICATE to a PEM file with the certificate of its authority';

const SIGNALS: readonly string[] = ['traces', 'metrics', 'logs'];
/** What an ending process waits by default. */
const SLOW = 2000;
/** The header has whole seconds, and the way there takes some time. */
const SKEW = 5000;

/** What the answers mean; signals that got the same one from the same host share a finding. */
export function judgeEndpoints(answers: readonly EndpointAnswer[]): Finding[] {
  const inOrder = answers.toSorted((a, b) => SIGNALS.indexOf(a.signal) - SIGNALS.indexOf(b.signal));
  const same = groupBy(inOrder, ({ url, error, status, type, body }) => JSON.stringify([hostOf(url), error, status, type, body]));
  return Array.from(same.values()).flatMap((group) => judgeAnswer({ ...group[0] as EndpointAnswer, signal: group.map(({ signal }) => signal).join(', ') }));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function judgeAnswer(answer: EndpointAnswer): Finding[] {
  const { signal, latencyMs, error, url } = answer;
  if (error !== undefined) return [judgeError(answer, error)];
  const slow = latencyMs > SLOW ? [finding('VIGIL_ENDPOINT_SLOW', url, { signal, ms: Math.round(latencyMs) })] : [];
  return [...judgeStatus(answer), ...slow];
}

/** One finding for all signals that go to the same host. */
export function judgeClock(answers: readonly EndpointAnswer[]): Finding[] {
  const byHost = new Map(answers.filter(({ aheadMs }) => Math.abs(aheadMs ?? 0) > SKEW).map((answer) => [hostOf(answer.url), answer]));
  return Array.from(byHost.values(), ({ url, aheadMs = 0 }) => finding('VIGIL_CLOCK_SKEWED', url, {
    url: hostOf(url), seconds: Math.round(Math.abs(aheadMs) / 1000), direction: aheadMs > 0 ? 'ahead of' : 'behind',
  }));
}

function judgeError({ signal, url }: EndpointAnswer, error: string): Finding {
  if (error.startsWith('HPE_')) return finding('VIGIL_ENDPOINT_STRANGE', url, { signal, what: `its answer is not HTTP/1.1 (${error})` });
  const [words, mend] = TLS[error] ?? [];
  if (words === undefined) return finding('VIGIL_ENDPOINT_UNREACHABLE', url, { signal, error, words: WORDS[error] ?? 'so no connection came about' });
  return finding('VIGIL_ENDPOINT_TLS', url, { signal, error, words, mend: mend === 'trust' ? TRUST : String(mend) });
}

function judgeStatus({ signal, url, status = 0, type = '', body = '' }: EndpointAnswer): Finding[] {
  const details = { signal, status, body: body.trim() === '' ? '(no text)' : body.trim() };
  if (status >= 200 && status < 300) {
    const what = `it answers ${status} as ${type || 'nothing known'}`;
    return isOtlp(type, body) ? [] : [finding('VIGIL_ENDPOINT_STRANGE', url, { signal, what })];
  }
  if (status === 401 || status === 403) return [finding('VIGIL_ENDPOINT_FORBIDDEN', url, details)];
  return [finding(status === 429 || status >= 500 ? 'VIGIL_ENDPOINT_BUSY' : 'VIGIL_ENDPOINT_WRONG', url, details)];
}

/** Some backends answer without a type; none answers OTLP with a page. */
function isOtlp(type: string, body: string): boolean {
  return /^application\/(x-protobuf|json|grpc)/.test(type) || (body === '' && !/html/.test(type)) || (type.startsWith('text/plain') && body.length < 100);
}
