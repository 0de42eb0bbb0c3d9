import { dockerCompose } from './docker-compose.ts';
import { namespaces } from './namespaces.ts';
import { NODES, nodeOf } from './node.ts';
import { anyOtelcol } from './otelcol.ts';
import { npmPackages, OTHERS } from './npm-packages.ts';
import type { NamedPart } from './part.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

// Every real part that the tests can use.
const parts: readonly NamedPart[] = [
  { name: 'OpenTelemetry Collector', get: anyOtelcol },
  { name: 'Docker Compose', get: dockerCompose },
  { name: "Linux's namespaces", get: namespaces },
  ...Object.values(NODES).map((version) => ({ name: `Node ${version}`, get: nodeOf(version) })),
  { name: 'PostgreSQL', get: postgres },
  { name: 'Redis', get: redis },
  ...(Object.keys(OTHERS) as (keyof typeof OTHERS)[]).map((name) => ({ name: `another SDK or agent: ${name}`, get: npmPackages(name) })),
];

/** What came of getting one part, as it is said to whoever started this as a child. */
export interface PartReport {
  readonly name: string;
  readonly state: 'had' | 'missing' | 'failed';
  readonly text: string;
}

async function reportPart({ name, get }: NamedPart): Promise<PartReport> {
  try {
    const part = await get();
    if ('missing' in part) return { name, state: 'missing', text: part.missing };
    return { name, state: 'had', text: `${[part.path, ...part.args].join(' ')} (${part.how})` };
  } catch (error) {
    return { name, state: 'failed', text: (error as Error).message };
  }
}

// One after the other: each build fills the machine by itself.
for (const part of parts) {
  const report = await reportPart(part);
  console.log(`${report.name}: ${report.state}: ${report.text}`);
  process.send?.(report);
  if (report.state === 'failed') process.exitCode = 1;
}
