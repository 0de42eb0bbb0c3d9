import { paintFor, type Colour, type Paint, type ViewOptions } from '../view/paint.ts';
import { pad, visible } from '../view/visible-text.ts';
import type { Diagnosis } from './doctor.ts';
import type { Severity } from './finding-table.ts';
import type { Finding } from './finding.ts';
import type { EndpointAnswer, PackageCopy, ProcessReport } from './process-report.ts';

const MARKS: Readonly<Record<Severity, readonly [mark: string, colour: Colour]>> = { error: ['✖', 'red'], warning: ['!', 'yellow'], note: ['·', 'dim'] };
const LABEL = 10;
/** Packages that are named; the rest is counted. */
const NAMED = 6;

/** A diagnosis as lines of text: what was seen, what was found, how it ends. */
export function renderDiagnosis(diagnosis: Diagnosis, view: ViewOptions): string[] {
  const paint = paintFor(view);
  return [
    ...installedLines(diagnosis, paint), ...diagnosis.processes.flatMap((report) => ['', ...processLines(report, paint)]), '',
    ...diagnosis.findings.flatMap((one) => findingLines(one, paint)), verdict(diagnosis.findings, paint),
  ];
}

function installedLines({ doctor, folder }: Diagnosis, paint: Paint): string[] {
  const copy = (label: string, found: PackageCopy | undefined): string[] => (
    found === undefined ? [] : [line(label, `${found.name} ${found.version}  ${found.folder}`, paint)]
  );
  return [
    paint('bold', `vigil doctor ${doctor}`), line('folder', folder.folder, paint), ...copy('preset', folder.preset), ...copy('api', folder.api),
    ...(folder.lockfile === undefined ? [] : [line('lockfile', folder.lockfile, paint)]),
  ];
}

function processLines({ start, running, state, answers }: ProcessReport, paint: Paint): string[] {
  const heard = Object.values(state?.channels ?? {});
  const channels = state === undefined ? 'no channels heard' : `${heard.filter(Boolean).length} of ${heard.length} channels heard`;
  const hooks = `${channels}; module hooks ${start.moduleHooks ? 'sound' : 'not to be used'}`;
  const before = start.before.map(({ name }) => name);
  const rest = before.length > NAMED ? ` and ${before.length - NAMED} more` : '';
  return [
    line('process', `${start.pid}  ${running?.service ?? 'not running'}  Node ${start.node}  ${start.main}`, paint),
    line('loaded', `${start.preloads.join(', ') || 'by the application'}; before Vigil: ${before.slice(0, NAMED).join(', ') || 'nothing'}${rest}`, paint),
    line('hooks', hooks, paint),
    line('exports', running?.exports.map((one) => one.split(' ').slice(0, 2).join(' by ')).join(', ') || 'nothing', paint),
    line('resource', running?.resource.join(', ') || 'none', paint),
    ...answers.map((answer) => line(answer.signal, answerText(answer), paint)),
    ...settingLines(running?.settings ?? [], paint),
  ];
}

function answerText({ url, status, latencyMs, error, aheadMs }: EndpointAnswer): string {
  const clock = aheadMs === undefined ? '' : `; its clock ${Math.abs(aheadMs) < 1000 ? 'agrees' : `is ${(aheadMs / 1000).toFixed(1)} s off`}`;
  return `${url}  ${error ?? status} in ${latencyMs.toFixed(0)} ms${clock}`;
}

function settingLines(settings: NonNullable<ProcessReport['running']>['settings'], paint: Paint): string[] {
  return settings.filter(({ source }) => source !== 'default').map(({ name, source, value }) => line('setting', `${name} = ${value}  (${source})`, paint));
}

function line(label: string, text: string, paint: Paint): string {
  return `  ${paint('dim', pad(label, Math.max(LABEL, label.length)))} ${visible(text)}`;
}

function findingLines({ severity, code, what, where, remedy }: Finding, paint: Paint): string[] {
  const [mark, colour] = MARKS[severity];
  return [
    `${paint(colour, `${mark} ${code}`)}  ${visible(what)}`,
    `  ${paint('dim', visible(where))}`,
    ...(remedy === '' ? [] : [`  → ${visible(remedy)}`]), '',
  ];
}

function verdict(findings: readonly Finding[], paint: Paint): string {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('note')];
  const text = [amount(errors, 'error'), amount(warnings, 'warning'), amount(notes, 'note')].join(', ');
  return errors + warnings === 0 ? paint('green', `✔ nothing is wrong (${text})`) : paint(errors > 0 ? 'red' : 'yellow', text);
}

function amount(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
