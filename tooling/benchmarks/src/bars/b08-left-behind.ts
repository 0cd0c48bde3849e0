import { defineBar } from '../bar.js';
import { leftBehind } from '../left-behind.js';
import { rows } from '../placement.js';

export default defineBar({
  id: 'B8',
  what: 'processes left 1 s after kill -9 of the manager, in every placement, every worker in a busy loop (on processes: with programs)',
  seconds: 40,
  figures: {
    left: { what: 'in all', unit: 'processes', reach: { atMost: 0 } },
    goneAfter: { what: 'until none was left, by placement', unit: 'ms' },
  },
  async measure(session) {
    const samples: { left: number[]; goneAfter: number[] } = { left: [], goneAfter: [] };
    let left = 0;
    for (const row of session.smoke ? rows.slice(0, 1) : rows) {
      const result = await session.measure(row, leftBehind, { row, slots: 2 });
      if (result === undefined) return { left: [], goneAfter: samples.goneAfter };
      if (result.left > 0) session.note(`${row}: ${result.left} processes were left`);
      left += result.left;
      samples.goneAfter.push(result.goneAfterMs);
    }
    // The sum: one that is left anywhere is too many.
    samples.left.push(left);
    return samples;
  },
});
