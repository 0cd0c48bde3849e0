import { expect, test } from 'vitest';
import { measure } from './measure.js';
import { onePercent } from './one-percent.js';
import type { Row } from './placement.js';

const minutes = 60_000;
const rows: readonly Row[] = [
  'processes/with-optimizer',
  'threads/with-optimizer',
  'threads/threads',
  'inline/processes',
  'processes/processes',
];

test.each(rows)(
  '%s: a study of which 1 % of the calls hang and 1 % end their worker makes the same trials',
  { timeout: 6 * minutes },
  async row => {
    // Where a trial differs there is no result. What is lost is judged by `npm run bench`, and only told here: another program may have taken the machine.
    const { calls, lost } = await measure(onePercent, { row, slots: 2, runs: 8, points: 125, seed: 1 }, 300);
    expect(calls).toBeGreaterThanOrEqual(20);
    console.log(`${row}: ${calls} faults, ${(100 * lost).toFixed(1)} % of slot time lost beyond them`);
  },
);
