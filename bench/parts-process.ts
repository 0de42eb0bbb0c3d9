/** The process of `--parts`: one wiring of the preset on its sources, no server, nothing sent. Prints the table. */
import { total } from './delivery.ts';
import { countSpans } from './otlp-count.ts';
import { lastResult, timeParts, type ClockPlan } from './parts-clock.ts';
import { otherParts, requestParts, Wiring, wholePath } from './parts-list.ts';
import { partsTable } from './parts-table.ts';

const full: ClockPlan = { rounds: 60, stretchMs: 10, warmMs: 300 };
const quick: ClockPlan = { rounds: 5, stretchMs: 5, warmMs: 100 };

const wiring = new Wiring();
const whole = wholePath(wiring);
const timings = timeParts([...requestParts(wiring), whole, ...otherParts(wiring)], process.argv.includes('--quick') ? quick : full);
const spans = countSpans(Buffer.from(wiring.full()!));
if (total(spans) === 0 || lastResult() === undefined) throw new Error('nothing was encoded: the figures are worth nothing');
console.log(partsTable(timings, whole));
process.exit(0);
