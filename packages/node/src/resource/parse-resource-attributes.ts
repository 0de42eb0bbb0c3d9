/**
 * Reads `OTEL_RESOURCE_ATTRIBUTES`: `key=value` pairs between commas, values percent-encoded. As the specification has
 * it, one malformed pair makes the whole value void: undefined.
 */
export function parseResourceAttributes(text: string): Record<string, string> | undefined {
  const attributes: Record<string, string> = {};
  for (const pair of text.split(',').map((part) => part.trim()).filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    const value = at < 1 ? undefined : decode(pair.slice(at + 1).trim());
    if (value === undefined) return undefined;
    attributes[pair.slice(0, at).trim()] = value;
  }
  return attributes;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
