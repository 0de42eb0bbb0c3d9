import { createRequire } from 'node:module';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import { pino, stdTimeFunctions, type Logger, type LoggerOptions } from 'pino';
import type { Stop } from '../watch-channel.ts';
import type { LoggerObserver, LogLine } from './logger-observer.ts';
import { watchPino } from './watch-pino.ts';

const IDS = { trace_id: 'a'.repeat(32), request_id: 'r-1' };

describe('pino', () => {
  let written: string[];
  let lines: LogLine[];
  let failures: GuardFailure[];
  let fields: Readonly<Record<string, string>> | undefined;
  let onLine: ((line: LogLine) => void) | undefined;
  let stop: Stop;

  const destination = { write: (text: string) => void written.push(text) };
  const logger = (options: LoggerOptions = {}): Logger => pino({ base: null, timestamp: false, ...options }, destination);
  const last = (): Record<string, unknown> => JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown>;

  function watch(): void {
    const observer: LoggerObserver = { fields: () => fields, ...(onLine === undefined ? {} : { line: onLine }) };
    stop = watchPino(observer, createGuard({ report: (failure) => failures.push(failure) }));
  }

  beforeEach(() => {
    [written, lines, failures] = [[], [], []];
    fields = IDS;
    onLine = (line) => lines.push(line);
    watch();
  });
  afterEach(() => stop());

  it('gives a line its ids', () => {
    logger().info('hello');
    expect(last()).to.deep.equal({ level: 30, ...IDS, msg: 'hello' });
  });

  it('leaves a line outside of a request as it was', () => {
    fields = undefined;
    logger().info('hello');
    expect(written).to.deep.equal(['{"level":30,"msg":"hello"}\n']);
  });

  it('keeps no id of one line for the next', () => {
    const log = logger();
    log.info('first');
    fields = undefined;
    log.info('second');
    expect(last()).to.deep.equal({ level: 30, msg: 'second' });
  });

  it('keeps no id in a child that is made after a line', () => {
    const log = logger();
    log.info('first');
    fields = undefined;
    log.child({ part: 'db' }).info('second');
    expect(last()).to.deep.equal({ level: 30, part: 'db', msg: 'second' });
  });

  it('gives ids to children, beside their bindings', () => {
    logger().child({ part: 'db' }).child({ table: 'orders' }).warn({ rows: 3 }, 'read');
    expect(last()).to.deep.equal({ level: 40, part: 'db', table: 'orders', ...IDS, rows: 3, msg: 'read' });
  });

  it('gives ids to a line that is logged while another is being written, once each', () => {
    const log: Logger = logger({ serializers: { user: (name: string) => (log.debug(`serialising ${name}`), name) }, level: 'trace' });
    log.info({ user: 'ann' }, 'outer');
    expect(written).to.have.length(2);
    for (const text of written) expect(text.match(/trace_id/g)).to.have.length(1);
    fields = undefined;
    log.info('after');
    expect(last()).to.deep.equal({ level: 30, msg: 'after' });
  });

  it('takes the ids back when a serialiser throws', () => {
    const log = logger({ formatters: { log: () => { throw new RangeError('not this one'); } } });
    expect(() => log.info({ a: 1 }, 'outer')).to.throw(RangeError);
    fields = undefined;
    expect(log.bindings()).to.deep.equal({});
  });

  it('goes on taking the ids back, however often the line cannot be sent on', () => {
    stop();
    onLine = () => { throw new Error('no'); };
    watch();
    const log = logger();
    for (let i = 0; i < 150; i++) log.info('again');
    expect(failures).to.have.length(100);
    fields = undefined;
    log.info('after');
    expect(last()).to.deep.equal({ level: 30, msg: 'after' });
  });

  it('serves two copies of pino side by side', () => {
    const require = createRequire(import.meta.url);
    const path = require.resolve('pino');
    const cached = Object.keys(require.cache).filter((file) => /[/\\]pino[/\\]/.test(file)).map((file) => [file, require.cache[file]] as const);
    for (const [file] of cached) delete require.cache[file];
    const other = (require(path) as { pino: typeof pino }).pino;
    for (const [file, module] of cached) require.cache[file] = module;
    expect(other).not.to.equal(pino);
    const logs = [logger(), other({ base: null, timestamp: false }, destination), logger({ messageKey: 'text' })];
    for (const log of logs) log.info('hello');
    for (const text of written) expect(JSON.parse(text)).to.deep.include(IDS);
    expect(lines.map(({ body }) => body)).to.deep.equal(['hello', 'hello', 'hello']);
  });

  const shapes: readonly [name: string, options: LoggerOptions, expected: object][] = [
    ['another message key', { messageKey: 'message' }, { level: 30, ...IDS, a: 1, message: 'hello' }],
    ['levels as labels', { formatters: { level: (level) => ({ level }) } }, { level: 'info', ...IDS, a: 1, msg: 'hello' }],
    ['fields under a nested key', { nestedKey: 'payload' }, { level: 30, ...IDS, payload: { a: 1 }, msg: 'hello' }],
    ['a mixin', { mixin: () => ({ mixed: true }) }, { level: 30, ...IDS, mixed: true, a: 1, msg: 'hello' }],
  ];
  for (const [name, options, expected] of shapes) {
    it(`works with ${name}`, () => {
      logger(options).info({ a: 1 }, 'hello');
      expect(last()).to.deep.equal(expected);
      expect(lines[0]).to.deep.include({ logger: 'pino', level: 'info', severity: 9, body: 'hello' });
    });
  }

  it('hands a line on as redaction and serialisers left it', () => {
    logger({ redact: ['password'], timestamp: () => ',"time":1700000000000' }).error({ password: 'hunter2', err: new TypeError('x') }, 'no');
    const [line] = lines;
    expect(line).to.deep.include({ level: 'error', severity: 17, time: 1700000000000, body: 'no' });
    expect(line?.attributes).to.deep.include({ password: '[Redacted]', ...IDS });
    expect(line?.attributes['err']).to.include({ type: 'TypeError', message: 'x' });
  });

  it('gives a line without a number for its time none', () => {
    logger({ timestamp: stdTimeFunctions.isoTime }).info('hello');
    expect(lines[0]?.time).to.equal(undefined);
  });

  it('tells of no line that the level keeps back', () => {
    logger().debug('hidden');
    expect([written, lines]).to.deep.equal([[], []]);
  });

  it('is silent after its stop', () => {
    stop();
    logger().info('hello');
    expect(last()).to.deep.equal({ level: 30, msg: 'hello' });
    expect(lines).to.deep.equal([]);
  });
});
