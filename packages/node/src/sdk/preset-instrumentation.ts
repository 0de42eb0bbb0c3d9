import { SCOPE } from '../telemetry/telemetry.ts';

/** An instrumentation as `registerInstrumentations` of the stock SDK takes it, by shape. */
export interface PresetInstrumentation {
  readonly instrumentationName: string;
  readonly instrumentationVersion: string;
  enable(): void;
  disable(): void;
  setTracerProvider(): void;
  setMeterProvider(): void;
  getConfig(): { readonly enabled: boolean };
  setConfig(): void;
}

/** Vigil's sensors as one instrumentation. Providers are asked for at the API, whoever has registered them. */
export function presetInstrumentation(enable: () => void, disable: () => void): PresetInstrumentation {
  return {
    instrumentationName: SCOPE.name, instrumentationVersion: SCOPE.version, enable, disable,
    setTracerProvider: () => {}, setMeterProvider: () => {}, setConfig: () => {},
    // What is not enabled by itself the SDK enables when it starts.
    getConfig: () => ({ enabled: false }),
  };
}
