import { createRequire } from 'node:module';
import { PassThrough, Writable } from 'node:stream';
import { createGuard, type GuardFailure } from '@vigil/events';
import { expect } from 'chai';
import type { Stop } from '../watch-channel.ts';
import { watchModules } from '../modules/watch-modules.ts';
import type { LogLine } from './logger-observer.ts';
import { loggerPackages, observeLoggers } from './logger-packages.ts';

const IDS = { trace_id: 'a'.repeat(32), request_id: 'r-1' };
const LATER = { trace_id: 'b'.repeat(32), request_id: 'r-2' };

type Winston = typeof import('winston');
type Bunyan = typeof import('bunyan');

// One suite for both: a module is seen when it is loaded, which happens once a process.
describe('loggers that are wrapped when they are loaded', () => {
  let lines: LogLine[];
  let failures: GuardFailure[];
  let fields: Readonly<Record<string, string>> | undefined;
  let stop: Stop;
  let stopObserving: Stop;
  let winston: Winston;
  let bunyan: Bunyan;

  const observe = (): void => { stopObserving = observeLoggers(() => ({ fields: () => fields, line: (line) => lines.push(line) })); };

  before(() => {
    const require = createRequire(import.meta.url);
    const guard = createGuard({ report: (failure) => failures.push(failure), limit: Infinity });
    stop = watchModules(loggerPackages(guard), guard);
    observe();
    winston = require('winston') as Winston;
    bunyan = require('bunyan') as Bunyan;
  });
  after(() => stop());
  beforeEach(() => {
    [lines, failures] = [[], []];
    fields = IDS;
  });
  afterEach(() => expect(failures).to.deep.equal([]));

  describe('winston', () => {
    let written: Record<string, unknown>[];
    beforeEach(() => { written = []; });

    function logger(options: object = {}, transport: object = {}): import('winston').Logger {
      const stream = new Writable({
        write: (text: Buffer, _encoding, done) => (written.push(JSON.parse(String(text)) as Record<string, unknown>), done()),
      });
      const { format, createLogger, transports } = winston;
      return createLogger({ format: format.json(), transports: [new transports.Stream({ stream, ...transport })], ...options });
    }

    it('gives a line its ids', () => {
      logger().info('hello', { a: 1 });
      expect(written).to.deep.equal([{ level: 'info', message: 'hello', a: 1, ...IDS }]);
      expect(lines).to.have.length(1);
      expect(lines[0]).to.deep.include({ logger: 'winston', level: 'info', severity: 9, body: 'hello' });
      expect(Object.entries(lines[0]?.attributes ?? {})).to.deep.equal(Object.entries({ a: 1, ...IDS }));
    });

    it('leaves a line outside of a request as it was', () => {
      fields = undefined;
      logger().info('hello');
      expect(written).to.deep.equal([{ level: 'info', message: 'hello' }]);
    });

    it('gives ids to the lines of children', () => {
      logger().child({ part: 'db' }).warn('hello');
      expect(written).to.deep.equal([{ level: 'warn', message: 'hello', part: 'db', ...IDS }]);
    });

    it('lets no id of an older request stick to an object that is logged twice', () => {
      const log = logger();
      const entry = { level: 'info', message: 'again' };
      log.log(entry);
      fields = LATER;
      log.log(entry);
      fields = undefined;
      log.log(entry);
      expect(written.map(({ trace_id: id }) => id)).to.deep.equal([IDS.trace_id, LATER.trace_id, undefined]);
    });

    it('puts nothing of ours into an object of the application', () => {
      const order = { message: 'shipped', total: 3 };
      logger().info(order);
      expect(order).not.to.have.any.keys('trace_id', 'request_id');
    });

    it('lets no id of an older request stick to an error that is logged twice', () => {
      const { format } = winston;
      const log = logger({ format: format.combine(format.errors({ stack: true }), format.json()) });
      const error = new RangeError('again');
      log.error(error);
      fields = LATER;
      log.error(error);
      fields = undefined;
      log.error(error);
      expect(written.map(({ trace_id: id }) => id)).to.deep.equal([IDS.trace_id, LATER.trace_id, undefined]);
      expect(written[0]).to.deep.include({ message: 'again' });
      expect(written[0]?.['stack']).to.include('RangeError');
    });

    it('lets the fields of the application stand', () => {
      logger().info('hello', { request_id: 'mine' });
      expect(written[0]).to.deep.include({ request_id: 'mine', trace_id: IDS.trace_id });
    });

    it('hands nothing on from a silent logger', () => {
      logger({ silent: true }).info('hello');
      expect([written, lines]).to.deep.equal([[], []]);
    });

    it('hands nothing on that the format drops', () => {
      const { format } = winston;
      const drop = format((info) => (info['secret'] === true ? false : info));
      logger({ format: format.combine(drop(), format.json()) }).info('hello', { secret: true });
      expect([written, lines]).to.deep.equal([[], []]);
    });

    it('hands nothing on that the level keeps back', () => {
      const log = logger({ level: 'info' });
      log.debug('hidden');
      log.info('shown');
      expect(lines.map(({ body }) => body)).to.deep.equal(['shown']);
    });

    it('hands on what one transport writes although the logger would not', () => {
      logger({ level: 'info' }, { level: 'debug' }).debug('shown');
      expect(lines.map(({ body }) => body)).to.deep.equal(['shown']);
    });

    it('hands a line on as the format left it, with the level uncoloured', () => {
      const { format } = winston;
      const redact = format((info) => ({ ...info, password: '***' }));
      logger({ format: format.combine(redact(), format.colorize(), format.json()) }).warn('hello', { password: 'hunter2' });
      expect(lines[0]).to.deep.include({ level: 'warn', severity: 13 });
      expect(lines[0]?.attributes['password']).to.equal('***');
    });

    it('hands nothing on when the application sends with a transport of its own', () => {
      class OpenTelemetryTransportV3 extends winston.transports.Stream {}
      const stream = new PassThrough();
      logger({ transports: [new OpenTelemetryTransportV3({ stream })] }).info('hello');
      expect(lines).to.deep.equal([]);
      expect(String(stream.read())).to.include(IDS.trace_id);
    });

    it('passes on what a format throws, and sees the next line', () => {
      const { format } = winston;
      let bad = true;
      const log = logger({ format: format.combine(format((info) => { if (bad) throw new TypeError('format'); return info; })(), format.json()) });
      expect(() => log.info('first')).to.throw('format');
      bad = false;
      log.info('second');
      expect(lines.map(({ body }) => body)).to.deep.equal(['second']);
      expect(Object.hasOwn(log, 'push')).to.equal(false);
    });

    it("puts back a method that the application has given its logger", () => {
      const log = logger();
      let pushed = 0;
      const { push } = log;
      const own = (log.push = (...given) => (pushed++, push.apply(log, given)));
      log.info('hello');
      expect([pushed, log.push === own]).to.deep.equal([1, true]);
    });
  });

  describe('bunyan', () => {
    let written: Record<string, unknown>[];
    beforeEach(() => { written = []; });

    const logger = (options: object = {}, stream: object = {}): import('bunyan') => bunyan.createLogger({
      name: 'shop', ...options,
      streams: [{ type: 'raw', stream: { write: (record: object) => void written.push(record as Record<string, unknown>) } as never, ...stream }],
    });

    it('gives a line its ids', () => {
      logger().info({ a: 1 }, 'hello');
      expect(written[0]).to.deep.include({ name: 'shop', a: 1, msg: 'hello', ...IDS });
      expect(lines[0]).to.deep.include({ logger: 'bunyan', level: 'info', severity: 9, body: 'hello' });
      expect(lines[0]?.time).to.be.a('number');
      expect(lines[0]?.attributes).to.deep.equal({ name: 'shop', a: 1, ...IDS });
    });

    it('lets no id of an older request stick to fields that are logged twice', () => {
      const log = logger();
      const entry = { a: 1 };
      log.info(entry, 'again');
      fields = undefined;
      log.info(entry, 'again');
      expect(written[1]).not.to.have.any.keys('trace_id', 'request_id');
      expect(entry).to.deep.equal({ a: 1 });
    });

    it('gives ids to the lines of children, and none to their fields', () => {
      const child = logger().child({ part: 'db' });
      child.error('hello');
      fields = undefined;
      child.error('after');
      expect(written[0]).to.deep.include({ part: 'db', ...IDS });
      expect(written[1]).not.to.have.property('trace_id');
    });

    it('hands nothing on that the level keeps back', () => {
      logger({}, { level: 'warn' }).info('hidden');
      expect([written, lines]).to.deep.equal([[], []]);
    });

    it('lets the fields of the application stand', () => {
      logger().info({ request_id: 'mine' }, 'hello');
      expect(written[0]).to.deep.include({ request_id: 'mine', trace_id: IDS.trace_id });
    });

    it('hands nothing on when the application sends with a stream of its own', () => {
      class OpenTelemetryBunyanStream { write(): void {} }
      logger({}, { stream: new OpenTelemetryBunyanStream() }).info('hello');
      expect(lines).to.deep.equal([]);
    });
  });

  it('are as they were once nobody observes them, and whoever does so next is given their lines', () => {
    const [written, next]: [unknown[], LogLine[]] = [[], []];
    const stream = new Writable({ write: (chunk: Buffer, _encoding, done) => (written.push(JSON.parse(String(chunk))), done()) });
    const w = winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Stream({ stream })] });
    const b = bunyan.createLogger({ name: 'app', stream });
    const log = (): void => { w.info('one'); b.info('two'); };
    stopObserving();
    log();
    expect(lines).to.deep.equal([]);
    expect(JSON.stringify(written)).to.not.include(IDS.trace_id);
    const stopNext = observeLoggers(() => ({ fields: () => LATER, line: (line) => next.push(line) }));
    // The last word of an observer that was replaced changes nothing.
    stopObserving();
    log();
    stopNext();
    log();
    expect(next.map(({ body }) => body)).to.deep.equal(['one', 'two']);
    expect(JSON.stringify(written).split(LATER.trace_id)).to.have.length(3);
    expect(lines).to.deep.equal([]);
    observe();
  });
});
