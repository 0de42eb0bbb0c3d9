import { conformanceTable } from './conformance-table.ts';
import { errorsTable } from './errors-table.ts';
import { findingsTable } from './findings-table.ts';
import { settingsSchema } from './settings-schema.ts';
import { settingsTable } from './settings-table.ts';
import { variablesTable } from './variables-table.ts';

/** The pages with a generated part, and what makes it. */
export const PAGES: Readonly<Record<string, () => string>> = {
  'docs/conformance.md': conformanceTable,
  'docs/configuration.md': () => `${settingsTable()}\n\n## The specification's variables\n\n${variablesTable()}`,
  'docs/doctor.md': findingsTable,
  'docs/errors.md': errorsTable,
};

/** Files that are generated whole. */
export const FILES: Readonly<Record<string, () => string>> = {
  'packages/node/vigil.schema.json': settingsSchema,
};
