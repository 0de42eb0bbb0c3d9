import { errorFrom, type ErrorTable, type VigilError } from '@vigil/events';

/** Every message that the preset can show a person who did nothing wrong yet. */
export const ERRORS = {
  VIGIL_CONFIG_INVALID: {
    message: '{name} is {value}, but it takes {expected}',
    remedy: 'Correct it; the default {fallback} is used until then',
  },
  VIGIL_CONFIG_UNKNOWN: {
    message: '{name} is not a setting of Vigil',
    remedy: 'Correct it{guess}; see docs/configuration.md',
  },
  VIGIL_STRICT_REFUSED: {
    message: 'the application is not started, because settings are wrong and strict is on',
    remedy: 'Correct what is named above, or unset VIGIL_STRICT',
  },
  VIGIL_CONFIG_FILE_UNREADABLE: {
    message: 'the configuration file {file} cannot be used: {reason}',
    remedy: 'Correct it or take it away; environment and defaults are used until then',
  },
  VIGIL_CERTIFICATE_UNREADABLE: {
    message: '{name} names {file}, which cannot be used: {reason}',
    remedy: 'Correct the path, the rights or the content of the file (PEM); it is left out until then',
  },
  VIGIL_PROXY_UNSUPPORTED: {
    message: 'a proxy is set, but Node.js {version} cannot send through one',
    remedy: 'Use 22.21, 24.5 or newer; until then the export goes straight',
  },
  VIGIL_PEER_UNUSABLE: {
    message: '{what} needs the package {name}, which cannot be used: {reason}',
    remedy: 'Install another version of it; until then it is left out',
  },
  VIGIL_PEER_MISSING: {
    message: '{what} needs the package {name}, which is not installed',
    remedy: 'Install it (npm install {name}); {meanwhile}',
  },
  VIGIL_SERVICE_UNNAMED: {
    message: 'the service has no name, so it is called {name}',
    remedy: 'Set OTEL_SERVICE_NAME, or a name in package.json',
  },
  VIGIL_SDK_PRESENT: {
    message: 'another OpenTelemetry SDK was started first, so Vigil stands aside: {sdk}',
    remedy: 'Load @vigil/node/register before it, or remove one of the two',
  },
  VIGIL_SDK_REFUSED: {
    message: 'another OpenTelemetry SDK started after Vigil and was refused by the API: {sdk}',
    remedy: 'Remove one of the two; until then what it makes through the API goes the way of Vigil',
  },
  VIGIL_GLOBAL_TAKEN: {
    message: 'the {part} of OpenTelemetry was registered before Vigil and stays as it is',
    remedy: 'Load @vigil/node/register first if it should be the one of Vigil',
  },
  VIGIL_API_PRESENT: {
    message: '{other} was there first, which does not go together with the {own} of Vigil, so Vigil stands aside',
    remedy: 'Load @vigil/node/register first, or have one version only (npm ls @opentelemetry/api)',
  },
  VIGIL_API_BLIND: {
    message: '{other} cannot see the {own} that Vigil is registered with: spans, metrics and logs through it are lost',
    remedy: 'Have one version of it only (npm ls @opentelemetry/api)',
  },
  VIGIL_AGENT_PRESENT: {
    message: 'another agent watches this application as well: {agent}',
    remedy: 'Remove one of the two; each request is told, and paid for, twice',
  },
  VIGIL_LOADED_LATE: {
    message: '{framework} was loaded before Vigil; an instance that was made before has no routes',
    remedy: 'Load @vigil/node/register first',
  },
  VIGIL_STARTED_TWICE: {
    message: '{second} stands aside, because another copy runs already: {first}',
    remedy: 'Have one version of it only (npm ls @vigil/node)',
  },
  VIGIL_EXPORT_FAILED: {
    message: 'telemetry does not reach {endpoint}: {reason}',
    remedy: 'Start the collector or set OTEL_EXPORTER_OTLP_ENDPOINT; the application is not affected, losses are counted',
  },
  VIGIL_EXPORT_REFUSED: {
    message: 'telemetry is not taken by {endpoint}: {reason}',
    remedy: 'Correct OTEL_EXPORTER_OTLP_HEADERS (401, 403) or the endpoint (404, 405, a redirect), or see the log of who answers; the application is not affected, losses are counted',
  },
  VIGIL_SENDER_THREADLESS: {
    message: 'there is no thread to send telemetry from, so the application sends it itself: {reason}',
    remedy: 'Allow threads (--allow-worker beside --permission), or leave @vigil/node out of the bundle; else what is queued at process.exit is lost',
  },
  VIGIL_TELEMETRY_LOST: {
    message: 'not delivered before the end: {losses}',
    remedy: 'See VIGIL_EXPORT_FAILED or VIGIL_EXPORT_REFUSED above, or give the exit more time (VIGIL_EXIT_DEADLINE)',
  },
  VIGIL_TAIL_FULL: {
    message: 'the tail sampler holds all it may, so it drops the oldest traces before it knows how they end',
    remedy: 'Raise VIGIL_TAIL_MAX_SPANS or VIGIL_TAIL_MAX_BYTES, or lower VIGIL_TAIL_SLOW',
  },
  VIGIL_TAIL_EVICTED: {
    message: 'the tail sampler had no room for {traces} traces with {spans} spans',
    remedy: 'See VIGIL_TAIL_FULL above',
  },
  VIGIL_SENSOR_FAILED: {
    message: 'the sensor {name} failed and was kept from the application: {reason}',
    remedy: 'Please report it with this line',
  },
  VIGIL_INSTRUMENTATION_FAILED: {
    message: '{package} failed with {library}: {reason}',
    remedy: 'The application runs without it; OTEL_NODE_DISABLED_INSTRUMENTATIONS={name} leaves it out',
  },
  VIGIL_INSTRUMENTATION_UNFIT: {
    message: '{package} {own} does not know {library} {version}, only {ranges}',
    remedy: 'Update it or @opentelemetry/auto-instrumentations-node; the application runs without it',
  },
  VIGIL_INSTRUMENTATION_UNKNOWN: {
    message: '{where} names {name}, but no instrumentation is called so',
    remedy: 'Correct it{guess}; see docs/configuration.md',
  },
  VIGIL_PRESET_BESIDE_START: {
    message: 'preset() was called where Vigil has started with telemetry of its own',
    remedy: 'Use either @vigil/node/register or preset() with a NodeSDK; preset() adds nothing here',
  },
  VIGIL_NODE_UNSUPPORTED: {
    message: 'Node.js {version} lacks what Vigil stands on',
    remedy: 'Use 22.15 or newer; the application runs without telemetry',
  },
  VIGIL_START_FAILED: {
    message: 'telemetry could not be started: {reason}',
    remedy: 'The application runs without it',
  },
} as const satisfies ErrorTable;

export type ErrorCode = keyof typeof ERRORS;

export function vigilError(code: ErrorCode, details: Readonly<Record<string, string | number>> = {}): VigilError {
  return errorFrom(ERRORS, code, details);
}
