import { defineConfig, type UserConfig } from 'tsdown';

// The SDK goes into the files, less the API, which the application shares with us: 22 ms of CPU at start instead of 92,
// and 2 MB installed instead of 20 (docs/decisions/0005).
const shared: UserConfig = { format: 'esm', platform: 'node', target: 'node22', deps: { alwaysBundle: [/^@opentelemetry\/(?!api$)/] } };
const config: UserConfig[] = defineConfig([
  { ...shared, entry: ['src/index.ts', 'src/register.ts', 'src/delivery-worker.ts'], dts: true },
  // By themselves: what they share with the start would else be cut into files of their own, three more for every start.
  { ...shared, entry: ['src/doctor/doctor-report.ts'], outDir: 'dist/doctor', dts: false, clean: false },
  { ...shared, entry: ['src/sdk/preset.ts'], outDir: 'dist/sdk', dts: true, clean: false },
]);
export default config;
