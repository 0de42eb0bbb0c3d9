import nodeModule from 'node:module';
import type { DoctorReport } from './doctor-report.ts';

/** Where `vigil doctor` waits for reports; nothing of this is loaded while the variable is not set. */
const VARIABLE = 'VIGIL_DOCTOR';

/** The report of this process, when it is being examined. Undefined otherwise, and when it cannot be made. */
export function loadDoctor(env: Readonly<Record<string, string | undefined>>): DoctorReport | undefined {
  const folder = env[VARIABLE];
  if (folder === undefined || folder === '') return undefined;
  try {
    // The sources run as TypeScript in tests; the package holds the file below the one that this is bundled into.
    const file = import.meta.url.endsWith('.ts') ? './doctor-report.ts' : './doctor/doctor-report.mjs';
    const { DoctorReport } = nodeModule.createRequire(import.meta.url)(file) as typeof import('./doctor-report.ts');
    return new DoctorReport(folder, env);
  } catch {
    return undefined;
  }
}
