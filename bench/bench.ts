/**
 * `npm run bench`: what Vigil costs beside nothing, beside the stock auto-instrumentations and beside others, in one run.
 *   --json FILE     the rows as JSON                       --setups bare,vigil   only these (bare always runs)
 *   --docs          rewrites docs/benchmarks.md            --quick               the guard: fails beyond the limits in limits.ts
 *   --scale         how the cost grows, with --docs into docs/scale.md
 *   --parts         what a request is made of              --soak MINUTES        memory under full load; 30 unless said
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { guard } from './guard.ts';
import { benchmarksPage } from './page.ts';
import { fullPlan } from './plan.ts';
import type { Row } from './row.ts';
import { parts } from './parts.ts';
import { scale } from './scale.ts';
import { setups, type Setup } from './setups.ts';
import { soak } from './soak.ts';
import { delayColumns, delayRows, processColumns, processRows, requestColumns, textTable } from './table.ts';

const docsFile = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));
const say = (what: string): void => console.error(what);

/** A signal ends the bench by its own hand, so that the processes it started end with it. */
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
  process.on(signal, () => process.exit(code));
}

const { values: flags, positionals: [minutes, ...more] } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' }, docs: { type: 'boolean' }, json: { type: 'string' }, setups: { type: 'string' },
    scale: { type: 'boolean' }, parts: { type: 'boolean' }, soak: { type: 'boolean' },
  },
});
await main().catch((error: Error) => {
  say(error.message);
  process.exit(1);
});

async function main(): Promise<void> {
  if (more.length > 0 || (minutes !== undefined && !flags.soak)) throw new Error(`what is "${more[0] ?? minutes}"?`);
  if (flags.scale) process.exit(await scale(flags));
  if (flags.parts) process.exit(await parts(flags));
  if (flags.soak) process.exit(await soak(minutes, flags));
  if (flags.quick && (flags.docs || flags.setups)) throw new Error('--quick compares Vigil with bare, roughly: no --docs, no --setups');
  if (flags.quick) return finish(await guard(say, process.send?.bind(process)));
  const rows = await compare(chosenSetups(), fullPlan, say);
  if (flags.docs) await writeFile(docsFile, benchmarksPage(rows, fullPlan, new Date()));
  // Another's losses are its own; ours are a defect.
  await finish({ rows, ok: !rows.some((row) => row.setup === 'vigil' && row.void) });
}

async function finish({ rows, ok }: { rows: readonly Row[]; ok: boolean }): Promise<void> {
  const tables = [textTable(requestColumns, rows), textTable(delayColumns, delayRows(rows)), textTable(processColumns, processRows(rows))];
  console.log(`\n${tables.join('\n\n')}\n`);
  if (flags.json) await writeFile(flags.json, `${JSON.stringify(rows, null, 2)}\n`);
  process.exit(ok ? 0 : 1);
}

function chosenSetups(): Setup[] {
  const names = flags.setups?.split(',') ?? setups.map(({ name }) => name);
  const unknown = names.find((name) => !setups.some((setup) => setup.name === name));
  if (unknown !== undefined) throw new Error(`no set-up is called "${unknown}"; there are ${setups.map(({ name }) => name).join(', ')}`);
  return setups.filter(({ name }, at) => at === 0 || names.includes(name));
}
