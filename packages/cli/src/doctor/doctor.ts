import type { ViewOptions } from '../view/paint.ts';
import { VERSION } from '../version.ts';
import { examineFolder, type FolderFacts } from './examine-folder.ts';
import { examineProcess, type Examined } from './examine-process.ts';
import { finding, isWrong, type Finding } from './finding.ts';
import { isTelling, judgeFolder } from './judge-folder.ts';
import { judgeProcess } from './judge-process.ts';
import type { ProcessReport } from './process-report.ts';
import { renderDiagnosis } from './render-diagnosis.ts';
import { loggersOf, selfTest } from './self-test.ts';

export interface DoctorOptions {
  readonly folder: string;
  /** A command as it is run in production, or a file that is run with Vigil before it. Empty: no application. */
  readonly command: readonly string[];
  /** The command stands after `--`: it is run as it is. */
  readonly asIs: boolean;
  /** How long an application may run, seconds. */
  readonly seconds: number;
  readonly json: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly view: ViewOptions;
  readonly print: (line: string) => void;
  /** Resolves when somebody has seen enough. */
  readonly until: Promise<unknown>;
  /** What the application prints. */
  readonly onOutput: (text: string) => void;
}

/** All that was found, for a person or a program. */
export interface Diagnosis {
  readonly format: 1;
  readonly doctor: string;
  /** No error and no warning. */
  readonly healthy: boolean;
  readonly folder: FolderFacts;
  readonly processes: readonly ProcessReport[];
  readonly findings: readonly Finding[];
}

const REGISTER = '@vigil/node/register';
const OFF: readonly string[] = ['VIGIL_DISABLED', 'OTEL_SDK_DISABLED'];
const ORDER: readonly Finding['severity'][] = ['error', 'warning', 'note'];

/** `vigil doctor`: examines folder, process and endpoint, prints what it found, and answers whether all is well. */
export async function doctor(options: DoctorOptions): Promise<boolean> {
  const diagnosis = await diagnose(options);
  if (options.json) options.print(JSON.stringify(diagnosis, undefined, 2));
  else renderDiagnosis(diagnosis, options.view).forEach(options.print);
  return diagnosis.healthy;
}

async function diagnose(options: DoctorOptions): Promise<Diagnosis> {
  const folder = examineFolder(options.folder, isTelling);
  const installed = folder.preset !== undefined && folder.api !== undefined;
  const examined = installed || options.asIs ? await examine(options) : undefined;
  const findings = distinct([
    ...judgeFolder(folder),
    ...(examined === undefined ? [] : judgeExamined(examined, options)),
    ...(installed ? await selfTest({ register: REGISTER, folder: options.folder, env: options.env, loggers: loggersOf(options.folder, examined?.reports ?? []) }) : []),
  ]);
  return { format: 1, doctor: VERSION, healthy: !findings.some(isWrong), folder, processes: examined?.reports ?? [], findings };
}

/** An empty process says nothing that is not reported anyway, unless it could not report. */
async function examine({ command, asIs, folder, env, seconds, until, onOutput }: DoctorOptions): Promise<Examined> {
  const isEmpty = command.length === 0;
  const preloaded = [process.execPath, '--import', REGISTER, ...(isEmpty ? ['--eval', '0'] : command)];
  const [program = '', ...args] = asIs ? command : preloaded;
  let said = '';
  const examined = await examineProcess({
    command: program, args, folder, env, until, time: seconds * 1000, onOutput: isEmpty ? (text) => (said += text) : onOutput,
  });
  if (examined.reports.length === 0) onOutput(said);
  return examined;
}

function judgeExamined({ reports, failure, tooOld }: Examined, { asIs, command, env }: DoctorOptions): Finding[] {
  const where = command.join(' ') || 'an empty process';
  const off = OFF.find((name) => /^(true|1)$/i.test(env[name]?.trim() ?? ''));
  const silent = reports.length > 0 ? [] : [silence(off, tooOld, asIs, where)];
  return [...silent, ...(failure === undefined ? [] : [finding('VIGIL_APPLICATION_FAILED', where, { how: failure })]), ...reports.flatMap(judgeProcess)];
}

function silence(off: string | undefined, tooOld: boolean, asIs: boolean, where: string): Finding {
  if (off !== undefined) return finding('VIGIL_SWITCHED_OFF', off, { variable: off });
  if (tooOld) return finding('VIGIL_NODE_TOO_OLD', where);
  return finding(asIs ? 'VIGIL_NOT_LOADED' : 'VIGIL_NO_REPORT', where);
}

/** The worst first; what several processes tell counts once, and a copy that was seen to be loaded is not guessed about. */
function distinct(findings: readonly Finding[]): Finding[] {
  const loaded = new Set(findings.filter(({ code }) => code === 'VIGIL_API_BLIND').map(({ where }) => where));
  const certain = findings.filter(({ code, where }) => code !== 'VIGIL_API_COPY_NEWER' || !loaded.has(where));
  const byText = new Map(certain.toReversed().map((one) => [`${one.code} ${one.what}`, one]));
  return Array.from(byText.values()).toReversed().toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
