/** `error`: telemetry is lost or wrong. `warning`: it works, but not as one would think. `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** One row: what was found (with `{name}` places) and how to mend it. */
export interface FindingRow {
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
}

/** Everything that the doctor can find by itself; what the preset says of itself comes with the preset's own codes. */
export const FINDINGS = {
  VIGIL_NOT_INSTALLED: {
    severity: 'error', message: '@vigil/node cannot be found from this folder',
    remedy: 'npm install @vigil/node @opentelemetry/api',
  },
  VIGIL_API_MISSING: {
    severity: 'error', message: '@vigil/node finds no @opentelemetry/api',
    remedy: 'npm install @opentelemetry/api: it is a peer, so that the application and Vigil share one copy',
  },
  VIGIL_NOT_LOADED: {
    severity: 'error', message: 'the application ran, and Vigil was not loaded into it',
    remedy: 'Start it with node --import @vigil/node/register, or set NODE_OPTIONS="--import @vigil/node/register"',
  },
  VIGIL_NO_REPORT: {
    severity: 'error', message: 'no report came from the process, although Vigil was to be loaded',
    remedy: 'Read what it said above; under --permission the report needs --allow-fs-write of the temporary folder, and a @vigil/node without a doctor cannot give one',
  },
  VIGIL_SWITCHED_OFF: {
    severity: 'error', message: '{variable} switches Vigil off',
    remedy: 'Unset it',
  },
  VIGIL_NODE_TOO_OLD: {
    severity: 'error', message: 'the Node.js that runs the application lacks what Vigil stands on',
    remedy: 'Use Node.js 22.15 or newer, best 22.22.3, 24.11.1 or newer of their lines',
  },
  VIGIL_APPLICATION_FAILED: {
    severity: 'error', message: 'the application ended within the examination: {how}',
    remedy: 'Read what it said above; run the same command without Vigil to see whose fault it is',
  },
  VIGIL_MODULE_HOOKS_UNSOUND: {
    severity: 'warning', message: 'the module hooks of Node.js {version} break applications that import CommonJS, so Vigil sets none: winston and bunyan are only seen when they were loaded before it',
    remedy: 'Use Node.js 22.22.3, 24.11.1, 25.1 or newer',
  },
  VIGIL_LOADED_LATE: {
    severity: 'warning', message: '{name} {version} was loaded before Vigil: an instance that was made before has no routes',
    remedy: 'Load Vigil first: --import @vigil/node/register before all others, or as the first import of the application',
  },
  VIGIL_CHANNEL_UNHEARD: {
    severity: 'error', message: 'nobody listens on {channel} any more',
    remedy: 'Something in the application has taken the subscribers away: look for diagnostics_channel in it',
  },
  VIGIL_SELF_TEST_FAILED: {
    severity: 'error', message: 'the self-test, a server and a call in a process of its own, went wrong: {what}',
    remedy: 'Please report it with the output of vigil doctor --json',
  },
  VIGIL_GENERAL_PATH: {
    severity: 'note', message: 'spans of requests take the general path, which costs some tens of microseconds of CPU more',
    remedy: "Nothing to do when it is meant: the application's own span processors, samplers or exporters need it",
  },
  VIGIL_NOTHING_EXPORTED: {
    severity: 'warning', message: 'all three exporters are none, so nothing leaves the process',
    remedy: 'Unset OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER and OTEL_LOGS_EXPORTER',
  },
  VIGIL_API_BLIND: {
    severity: 'error', message: '@opentelemetry/api {version} beside the {used} that Vigil uses: spans and metrics made through it are dropped without a word',
    remedy: 'Let one version remain: update @opentelemetry/api of the application to {version}, then npm dedupe',
  },
  VIGIL_API_COPY_NEWER: {
    severity: 'warning', message: '@opentelemetry/api {version} is installed beside the {used} that Vigil uses; what loads it makes nothing, without a word',
    remedy: 'Let one version remain: update @opentelemetry/api of the application to {version}, then npm dedupe',
  },
  VIGIL_API_COPY: {
    severity: 'note', message: 'a second copy of @opentelemetry/api, {version}; it works, Vigil uses {used}',
    remedy: 'npm dedupe makes one of them',
  },
  VIGIL_PACKAGE_COPIES: {
    severity: 'error', message: '{name} is installed in several versions: {versions}',
    remedy: 'All packages of Vigil have one version: update them together, then npm dedupe',
  },
  VIGIL_SDK_COPIES: {
    severity: 'note', message: '{name} is installed in versions that do not fit each other: {versions}',
    remedy: 'Vigil has its own; if the application makes spans with one and exports with the other, update what brings the older',
  },
  VIGIL_AGENT_BESIDE: {
    severity: 'note', message: '{name} {version} is installed: an agent or SDK that would see the same requests',
    remedy: 'Start one of them only',
  },
  VIGIL_AGENT_PRESENT: {
    severity: 'warning', message: '{name} {version} was loaded into the process: an agent or SDK that may see the same requests',
    remedy: 'Start one of them only; spans would be made twice, or two SDKs would fight for the context',
  },
  VIGIL_INSTRUMENTATIONS_BESIDE: {
    severity: 'note', message: '{name} {version} is installed beside Vigil',
    remedy: 'Nothing to do',
  },
  VIGIL_LOGGER_TOO_OLD: {
    severity: 'warning', message: 'pino {version} publishes no channel, so its lines carry no trace ids',
    remedy: 'Update pino to 9.10 or newer',
  },
  VIGIL_LOCKFILE_DIFFERS: {
    severity: 'warning', message: '{name} is installed as {installed}, and the lockfile has {locked}',
    remedy: 'Install again from the lockfile (npm ci)',
  },
  VIGIL_VARIABLE_UNKNOWN: {
    severity: 'warning', message: '{name} is a variable that nobody here reads; {nearest} is one that is read',
    remedy: 'Correct the name, or take it away',
  },
  VIGIL_VARIABLE_FOREIGN: {
    severity: 'note', message: '{name} is set, and Vigil does not read it',
    remedy: 'See docs/configuration.md for what is read',
  },
  VIGIL_ENDPOINT_UNREACHABLE: {
    severity: 'error', message: '{signal} do not reach the endpoint: {error}, {words}',
    remedy: 'Start the collector, or set OTEL_EXPORTER_OTLP_ENDPOINT to where it listens',
  },
  VIGIL_ENDPOINT_TLS: {
    severity: 'error', message: '{signal} do not get through TLS: {error}, {words}',
    remedy: '{mend}',
  },
  VIGIL_ENDPOINT_FORBIDDEN: {
    severity: 'error', message: '{signal} are refused with {status}: {body}',
    remedy: 'Set OTEL_EXPORTER_OTLP_HEADERS to the credentials of the backend, such as authorization=Bearer%20...',
  },
  VIGIL_ENDPOINT_WRONG: {
    severity: 'error', message: '{signal} are answered with {status}: {body}',
    remedy: 'Correct the endpoint: /v1/traces and so on are added to OTEL_EXPORTER_OTLP_ENDPOINT, and the ones per signal are used as they are. Redirects are not followed',
  },
  VIGIL_ENDPOINT_BUSY: {
    severity: 'warning', message: '{signal} are answered with {status}: {body}',
    remedy: 'The collector is there but cannot take more, or what it sends on to cannot: see its own log',
  },
  VIGIL_ENDPOINT_STRANGE: {
    severity: 'error', message: '{signal} go to something that is not an OTLP receiver: {what}',
    remedy: 'Correct the host and port: OTLP over HTTP is on 4318, gRPC (which Vigil does not speak there) on 4317',
  },
  VIGIL_ENDPOINT_SLOW: {
    severity: 'warning', message: '{signal} are answered after {ms} ms',
    remedy: 'No request waits for it, but an ending process waits 2 s at most: put a collector near the service',
  },
  VIGIL_ENDPOINT_NOT_ASKED: {
    severity: 'note', message: '{signal}: the process ended before the endpoint had answered',
    remedy: 'Run vigil doctor without the application, in the same environment',
  },
  VIGIL_CLOCK_SKEWED: {
    severity: 'warning', message: 'the clock of {url} is {seconds} s {direction} the one of this machine',
    remedy: 'Set both by a time server: spans of two machines would not fit together',
  },
} as const satisfies Readonly<Record<`VIGIL_${string}`, FindingRow>>;

export type FindingCode = keyof typeof FINDINGS;
