/** A line that the application logged, as any log backend wants it. */
export interface LogLine {
  /** The package that wrote it: `pino`, `winston`, `bunyan`. */
  readonly logger: string;
  /** Milliseconds since 1970; undefined when the line has no time of its own. */
  readonly time: number | undefined;
  /** The logger's own word: `warn`. */
  readonly level: string;
  /** The severity number of OpenTelemetry's log data model, 1 to 24. */
  readonly severity: number;
  readonly body: string;
  /** The line's other fields, as the logger's own serialisers and redaction left them. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The one who gives the ids of the moment, and takes lines where they are sent on. */
export interface LoggerObserver {
  /** The fields to add to a line, all of them short and safe in JSON as they are; undefined outside of any request. */
  fields(): Readonly<Record<string, string>> | undefined;
  /** Absent: lines are only given their ids. */
  line?(line: LogLine): void;
}

/** Severity numbers by the names that loggers use (npm, syslog and bunyan's levels alike); anything else is INFO. */
const SEVERITY: Readonly<Record<string, number>> = {
  silly: 1, trace: 1, debug: 5, verbose: 5, info: 9, http: 9, notice: 10, warn: 13, warning: 13,
  error: 17, err: 17, crit: 18, critical: 18, alert: 19, fatal: 21, emerg: 21,
};

/** The severity number of a level given as a name. */
export function severityOf(level: string): number {
  return SEVERITY[level.toLowerCase()] ?? 9;
}

/** The name of a level given as pino and bunyan count them: 10 trace, 20 debug, up to 60 fatal. */
export function levelName(level: number): string {
  if (level >= 60) return 'fatal';
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  if (level >= 30) return 'info';
  return level >= 20 ? 'debug' : 'trace';
}
