import type { Guard } from '@vigil/events';
import { stopAll, watchChannel, type Stop } from '../watch-channel.ts';
import { levelName, severityOf, type LogLine, type LoggerObserver } from './logger-observer.ts';

type Pino = Record<symbol, unknown>;

interface PinoSymbols {
  readonly chindings: symbol;
  readonly messageKey: symbol;
}

interface PinoMessage {
  readonly instance: Pino;
  readonly arguments: ArrayLike<unknown>;
  /** The finished line; only on `end`. */
  readonly result?: unknown;
  [RESTORE]?: string;
}

const RESTORE: unique symbol = Symbol('vigil.chindings') as never;

/**
 * Gives pino's lines their ids through pino's own channel: for the time of one line they stand among the child bindings,
 * a text that pino has ready (676 ns a line, against 486 plain and 870 for a mixin: measured on Node 24).
 * A pino without the channel, or with other insides, is left as it is.
 */
export function watchPino(observer: LoggerObserver, guard: Guard): Stop {
  const symbols = new SymbolsOnce();
  return stopAll([
    watchChannel<PinoMessage>('tracing:pino_asJson:start', guard, (message) => {
      const fields = observer.fields();
      const symbol = symbols.of(message.instance)?.chindings;
      if (fields === undefined || symbol === undefined) return;
      const bindings = message.instance[symbol] as string;
      message[RESTORE] = bindings;
      message.instance[symbol] = bindings + fragment(fields, bindings);
    }),
    // Apart from what follows, so that lines which cannot be sent never keep the ids from being taken back.
    watchChannel<PinoMessage>('tracing:pino_asJson:end', guard, (message) => {
      const symbol = message[RESTORE] === undefined ? undefined : symbols.of(message.instance)?.chindings;
      if (symbol !== undefined) message.instance[symbol] = message[RESTORE];
    }),
    ...(observer.line === undefined ? [] : [watchChannel<PinoMessage>('tracing:pino_asJson:end', guard, ({ instance, arguments: given, result }) => {
      if (typeof result === 'string') observer.line?.(readLine(result, Number(given[2]), symbols.messageKey(instance)));
    })]),
  ]);
}

/** The fields as JSON text, less those that an enclosing line of the same logger has put there already. */
function fragment(fields: Readonly<Record<string, string>>, bindings: string): string {
  let text = '';
  for (const name in fields) if (!bindings.includes(`"${name}":`)) text += `,"${name}":"${fields[name]}"`;
  return text;
}

/** pino's private symbols, found once by their descriptions: all instances of a process share them. */
class SymbolsOnce {
  #symbols: PinoSymbols | undefined;

  of(instance: Pino): PinoSymbols | undefined {
    if (this.#symbols !== undefined && typeof instance[this.#symbols.chindings] === 'string') return this.#symbols;
    return (this.#symbols = findSymbols(instance));
  }

  /** `msg`, unless the application chose another. */
  messageKey(instance: Pino): string {
    const symbol = this.of(instance)?.messageKey;
    return symbol === undefined ? 'msg' : String(instance[symbol]);
  }
}

function findSymbols(instance: Pino): PinoSymbols | undefined {
  const found = new Map<string | undefined, symbol>();
  for (let object: object | null = instance; object !== null; object = Object.getPrototypeOf(object) as object | null) {
    for (const symbol of Object.getOwnPropertySymbols(object)) {
      if (!found.has(symbol.description)) found.set(symbol.description, symbol);
    }
  }
  const chindings = found.get('pino.chindings');
  const messageKey = found.get('pino.messageKey');
  if (chindings === undefined || messageKey === undefined || typeof instance[chindings] !== 'string') return undefined;
  return { chindings, messageKey };
}

/** The line is read back from its text, so that it is sent as pino's serialisers and redaction left it. */
function readLine(text: string, levelNumber: number, messageKey: string): LogLine {
  const { level: _level, time, pid: _pid, hostname: _host, [messageKey]: message, ...attributes } =
    JSON.parse(text) as Record<string, unknown>;
  const level = levelName(levelNumber);
  return {
    logger: 'pino',
    time: typeof time === 'number' ? time : undefined,
    level,
    severity: severityOf(level),
    body: message === undefined ? '' : String(message),
    attributes,
  };
}
