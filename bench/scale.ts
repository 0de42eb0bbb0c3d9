import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { machine } from './page.ts';
import { lineText, scalePage, table } from './scale-page.ts';
import type { Curve } from './scale-curve.ts';
import { measureScale } from './scale-measure.ts';
import { fullScale, quickScale } from './scale-plan.ts';
import { scaleReasons } from './scale-reasons.ts';

const docsFile = fileURLToPath(new URL('../docs/scale.md', import.meta.url));

/** `npm run bench -- --scale`: how the cost grows. Gives the exit code: 1 when anything was lost. */
export async function scale({ quick = false, docs = false }: { quick?: boolean | undefined; docs?: boolean | undefined }): Promise<number> {
  if (docs && quick) throw new Error('--docs needs a full run: the figures of --quick are rough');
  const plan = quick ? quickScale : fullScale;
  const curves = await measureScale(plan, (what) => console.error(what));
  console.log(curves.map(curveText).join('\n\n'));
  if (docs) {
    const when = { date: new Date().toISOString().slice(0, 10), machine: `Node ${process.version} on ${machine()}` };
    await writeFile(docsFile, scalePage(curves, scaleReasons, plan, when));
  }
  return curves.some(({ points }) => points.some(({ lost }) => lost !== undefined)) ? 1 : 0;
}

function curveText(curve: Curve): string {
  return `${curve.series.title}\n${table([curve])}\n${lineText(curve, curve.series.one)}`;
}
