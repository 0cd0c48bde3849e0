import { defineBar } from '../bar.js';
import { rows } from '../placement.js';
import { busy, timedStudy } from '../timed-study.js';

/** Those in which trials can run on two cores. */
const parallel = rows.filter(row => row !== 'inline/with-optimizer' && !row.endsWith('/inline'));

export default defineBar({
  id: 'B6',
  what: 'CPU-bound 20 ms task: work of 2 slots ÷ work of one slot of the same placement (optimizers/trials)',
  seconds: 160,
  figures: Object.fromEntries(parallel.map(row => [row, { unit: 'ratio', reach: { atLeast: 1.9 } }])),
  async measure(session) {
    const work = async (row: (typeof rows)[number], slots: number, seed: number) =>
      session.measure(`${row}, ${slots} slots`, timedStudy, {
        row,
        optimizer: 'cmaes-8',
        liveRuns: 4,
        slots,
        task: busy(20),
        warmUp: session.seconds(0.6),
        window: session.seconds(2),
        seed,
      });
    return session.interleave(parallel, 3, async (row, round) => {
      const one = await work(row, 1, round);
      const two = await work(row, 2, round);
      return one && two && { value: two.perSecond / one.perSecond, others: Math.max(one.others, two.others) };
    });
  },
});
