import { context, diag, DiagLogLevel, trace, type DiagLogger, type TracerProvider } from '@opentelemetry/api';
import { expect } from 'chai';
import { hearRefusals, whoseStack } from './hear-refusals.ts';

describe('hearRefusals', () => {
  const provider = {} as TracerProvider;
  let said: string[];
  let stop: () => void;
  const listen = (): void => { stop = hearRefusals((level, line) => void said.push(`${level} ${line}`)); };

  beforeEach(() => {
    said = [];
    trace.setGlobalTracerProvider(provider);
  });
  afterEach(() => {
    stop();
    trace.disable();
    context.disable();
    diag.disable();
  });

  it('says once who wants to register what is there', () => {
    listen();
    for (let i = 0; i < 3; i++) trace.setGlobalTracerProvider(provider);
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^warn VIGIL_SDK_REFUSED: another OpenTelemetry SDK started after Vigil and was refused by the API: the code at \S+hear-refusals\.test\.ts\./);
  });

  it('takes no other word of the API for a refusal', () => {
    listen();
    diag.error('the exporter has failed');
    diag.warn('@opentelemetry/api: Attempted duplicate registration of API: trace');
    expect(said).to.deep.equal([]);
  });

  it('lets a logger that was there before hear what it heard, at its level, also after the stop', () => {
    const heard: string[] = [];
    const at = (level: string) => (): void => void heard.push(level);
    const own: DiagLogger = { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug'), verbose: at('verbose') };
    diag.setLogger(own, DiagLogLevel.WARN);
    listen();
    trace.setGlobalTracerProvider(provider);
    diag.warn('w');
    diag.info('i');
    stop();
    diag.warn('w');
    diag.info('i');
    expect(heard).to.deep.equal(['error', 'warn', 'warn']);
    expect(said).to.have.length(1);
  });

  it('hears nothing after its stop', () => {
    listen();
    stop();
    trace.setGlobalTracerProvider(provider);
    expect(said).to.deep.equal([]);
  });
});

describe('whoseStack', () => {
  const stack = (...frames: string[]): string => ['Error: @opentelemetry/api: x', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  const api = 'registerGlobal (/app/node_modules/@opentelemetry/api/build/src/internal/global-utils.js:29:21)';

  it('names the outermost package before the application', () => {
    const text = whoseStack(stack(
      api, 'register (/app/node_modules/@opentelemetry/sdk-trace-node/x.js:1:1)', 'async init (file:///app/node_modules/@acme/watch/x.mjs:2:2)',
      'Object.<anonymous> (/app/server.js:3:3)', 'load (/app/node_modules/loader/x.js:1:1)',
    ));
    expect(text).to.equal('@acme/watch of no version (/app/node_modules/@acme/watch/)');
  });

  it('names the place where the application does it by itself', () => {
    expect(whoseStack(stack(api, 'Object.<anonymous> (/app/server.js:3:3)', 'node:internal/main:1:1'))).to.equal('the code at /app/server.js');
    expect(whoseStack(stack(api))).to.equal('the code at a place that is not known');
  });
});
