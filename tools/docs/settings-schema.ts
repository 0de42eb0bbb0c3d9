import { SETTINGS, type SettingRow } from '../../packages/node/src/config/settings.ts';

/** The JSON Schema of a configuration file, from the same rows as types, checks and the reference page. */
export function settingsSchema(): string {
  const properties = Object.entries<SettingRow>(SETTINGS).map(([name, row]) => [name, {
    description: `${row.meaning} (${row.env.join(', ')})`.replaceAll('`', ''), ...shape(row), ...(row.default === undefined ? {} : { default: row.default }),
  }]);
  return `${JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#', title: 'Vigil configuration', type: 'object', additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
  }, undefined, 2)}\n`;
}

const MAX_INTEGER = 2 ** 31 - 1;

/** One of `key=value,key=value`, percent-encoded, or only blanks. */
const PAIR = '\\s*[^\\s,=][^,=]*=([^,%]|%[0-9A-Fa-f]{2})*|\\s+';

function shape({ type, values, each, least = 0, most }: SettingRow): object {
  switch (type) {
    case 'boolean': return { type };
    case 'integer': return { type, minimum: least, maximum: most ?? MAX_INTEGER };
    case 'number': return { type, minimum: least, ...(most === undefined ? {} : { maximum: most }) };
    case 'enum': return { enum: values };
    case 'list': return { oneOf: [{ type: 'array', items: values === undefined ? { type: 'string', not: { const: 'none' }, ...(each === undefined ? {} : { pattern: each[0] }) } : { enum: values } }, { const: ['none'] }] };
    case 'pairs': return { type: 'object', propertyNames: { pattern: "^[\\w!#$%&'*+.^`|~-]+$" }, additionalProperties: { type: 'string', pattern: '^[\\t\\u0020-\\u007e\\u0080-\\u00ff]*$' } };
    case 'url': return { type: 'string', pattern: '^(https?://[^/?#]|[\\w.-]+:\\d+$)' };
    case 'attributes': return { type: 'string', pattern: `^(${PAIR})?(,(${PAIR})?)*$` };
    default: return { type: 'string' };
  }
}
