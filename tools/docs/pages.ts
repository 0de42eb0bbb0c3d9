import { conformanceTable } from './conformance-table.ts';
import { errorsTable } from './errors-table.ts';
import { findingsTable } from './findings-table.ts';
import { settingsTable } from './settings-table.ts';

/** The pages with a generated part, and what makes it. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'docs/conformance.md': conformanceTable,
  'docs/configuration.md': settingsTable,
  'docs/doctor.md': findingsTable,
  'docs/errors.md': errorsTable,
};
