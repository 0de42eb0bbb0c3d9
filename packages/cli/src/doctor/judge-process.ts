import { isAgent } from './is-agent.ts';
import { isRefused } from './api-copies.ts';
import { finding, type Finding } from './finding.ts';
import { isSilentPino } from './is-silent-pino.ts';
import { judgeClock, judgeEndpoints } from './judge-endpoints.ts';
import type { PackageCopy, ProcessReport } from './process-report.ts';

/** Tells of itself only when an instance is made; all else is seen whenever it was loaded. */
const TOLD_ONCE: ReadonlySet<string> = new Set(['fastify']);
const SIGNALS: readonly string[] = ['traces', 'metrics', 'logs'];
/** A name that is further away than this is not a slip of the hand. */
const SLIP = 3;
/** Told by the answers of the endpoint too, and better. */
const SAID_BETTER: ReadonlySet<string> = new Set(['VIGIL_EXPORT_FAILED', 'VIGIL_EXPORT_REFUSED', 'VIGIL_TELEMETRY_LOST']);

/** What the report of one process means. */
export function judgeProcess(report: ProcessReport): Finding[] {
  const endpoints = [...judgeEndpoints(report.answers), ...judgeClock(report.answers)];
  const seen = [...judgeStart(report), ...judgeState(report), ...judgeExports(report), ...endpoints];
  const unreached = endpoints.some(({ severity }) => severity === 'error');
  return [...judgeSaid(report).filter(({ code }) => !seen.some((one) => one.code === code) && !(unreached && SAID_BETTER.has(code))), ...seen];
}

/** What the preset said by itself. The doctor knows some of it sooner and more exactly. */
function judgeSaid({ said, start }: ProcessReport): Finding[] {
  return said.map(({ code, level, what, remedy }) => ({ code, severity: level === 'error' ? 'error' : 'warning', what, where: `process ${start.pid}`, remedy }));
}

function judgeStart({ start }: ProcessReport): Finding[] {
  const { node, moduleHooks, before, unknown } = start;
  return [
    ...(moduleHooks ? [] : [finding('VIGIL_MODULE_HOOKS_UNSOUND', `process ${start.pid}`, { version: node })]),
    ...before.filter(({ name }) => TOLD_ONCE.has(name)).map(({ name, version, folder }) => finding('VIGIL_LOADED_LATE', folder, { name, version })),
    ...unknown.map(({ name, nearest, edits }) => (edits <= SLIP
      ? finding('VIGIL_VARIABLE_UNKNOWN', name, { name, nearest }) : finding('VIGIL_VARIABLE_FOREIGN', name, { name }))),
  ];
}

function judgeState({ start, state }: ProcessReport): Finding[] {
  if (state === undefined) return [];
  const unheard = Object.keys(state.channels).filter((name) => !state.channels[name]);
  return [
    ...unheard.map((channel) => finding('VIGIL_CHANNEL_UNHEARD', `process ${start.pid}`, { channel })),
    ...judgeLoadedApis(state.loaded, state.api),
    ...state.loaded.filter(({ name }) => isAgent(name)).map(({ name, version, folder }) => finding('VIGIL_AGENT_PRESENT', folder, { name, version })),
    ...state.loaded.filter(isSilentPino).map(({ version, folder }) => finding('VIGIL_LOGGER_TOO_OLD', folder, { version })),
  ];
}

function judgeLoadedApis(loaded: readonly PackageCopy[], used: string | undefined): Finding[] {
  if (used === undefined) return [];
  const refused = loaded.filter(({ name, version }) => name === '@opentelemetry/api' && isRefused(version, used));
  return refused.map(({ version, folder }) => finding('VIGIL_API_BLIND', folder, { version, used }));
}

function judgeExports({ running, answers, start }: ProcessReport): Finding[] {
  if (running === undefined) return [];
  const exportersOf = (signal: string): string[] => (running.settings.find(({ name }) => name === `${signal}Exporter`)?.value ?? '').split(',');
  const isSent = (signal: string): boolean => exportersOf(signal).includes('otlp');
  const where = `process ${start.pid}`;
  const unasked = SIGNALS.filter((signal) => isSent(signal) && !answers.some((answer) => answer.signal === signal));
  return [
    ...(SIGNALS.every((signal) => exportersOf(signal).includes('none')) ? [finding('VIGIL_NOTHING_EXPORTED', where)] : []),
    ...(unasked.length === 0 ? [] : [finding('VIGIL_ENDPOINT_NOT_ASKED', where, { signal: unasked.join(', ') })]),
    ...(running.hotPath || !isSent('traces') ? [] : [finding('VIGIL_GENERAL_PATH', where)]),
  ];
}
