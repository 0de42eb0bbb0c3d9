import { context, createContextKey, logs, metrics, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import type { VigilError } from '@vigil/events';
import { withVariable } from '../config/environment.ts';
import { vigilError } from '../errors.ts';
import { findPeer, loadPeer } from '../optional-peer.ts';
import { SdkDurations } from './sdk-durations.ts';
import { STOCK_ENDS } from './stock-ends.ts';
import { CALLED, SCOPE, SERVED, type Telemetry } from './telemetry.ts';

const SDK = '@opentelemetry/sdk-node';
const VARIABLE = 'OTEL_CONFIG_FILE';
const PROBE: symbol = createContextKey('vigil probe');

type StartNodeSdk = () => { shutdown(): Promise<void> };
/**
 * Telemetry by the specification's declarative configuration: the stock SDK makes of the file what it says, exporters
 * included, and Vigil's sensors feed it. Without that SDK, or when it does not take the file, a problem and undefined.
 */
export function startDeclared(file: string, problems: VigilError[]): Telemetry | undefined {
  const found = findPeer(SDK);
  if (found === undefined) {
    problems.push(vigilError('VIGIL_PEER_MISSING', { what: VARIABLE, name: SDK, meanwhile: 'until then nothing is exported' }));
    return undefined;
  }
  try {
    const { startNodeSdk } = loadPeer(found) as { startNodeSdk?: StartNodeSdk };
    if (startNodeSdk === undefined) throw new Error('it is older than 0.300');
    const sdk = withVariable(VARIABLE, file, startNodeSdk);
    if (isContextKept()) return telemetryOf(sdk);
    problems.push(vigilError('VIGIL_CONFIG_FILE_UNREADABLE', { file, reason: `${SDK} did not start from it, and says why above unless it is \`disabled\`` }));
  } catch (error) {
    problems.push(vigilError('VIGIL_PEER_UNUSABLE', { what: VARIABLE, name: SDK, reason: String((error as Error).message) }));
  }
  return undefined;
}

/** True when some context manager is at work: the SDK sets one when it starts, and nothing when it does not. */
function isContextKept(): boolean {
  return context.with(ROOT_CONTEXT.setValue(PROBE, true), () => context.active().getValue(PROBE) === true);
}

function telemetryOf(sdk: ReturnType<StartNodeSdk>): Telemetry {
  // The same kind as the SDK's own, but one that we have a hand on: requests are entered by it.
  context.disable();
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  const [tracer, meter, logger] = [trace.getTracerProvider(), metrics.getMeterProvider(), logs.getLoggerProvider()];
  const ours = meter.getMeter(SCOPE.name, SCOPE.version);
  return {
    ...STOCK_ENDS, contexts, tracer, meter, logger,
    served: new SdkDurations(ours, ...SERVED), called: new SdkDurations(ours, ...CALLED),
    shutdown: async () => {
      await sdk.shutdown();
      context.disable();
    },
  };
}
