import { defineBar } from '../bar.js';
import { throughput } from '../throughput.js';

export default defineBar({
  id: 'B1',
  what: 'evaluations/s of the whole system, zero-cost 10-D sphere, random search, trials with the optimizer, threads, 2 slots',
  seconds: 35,
  figures: {
    logOff: { unit: 'evaluations/s', reach: { atLeast: 1_500_000 } },
    logged: {
      what: 'every trial recorded in SQLite by the thread of the store, on the same cores, each transaction brought to the disk',
      unit: 'evaluations/s',
      reach: { atLeast: 300_000 },
    },
  },
  async measure(session) {
    let missed = 0;
    const samples = await session.interleave(['logOff', 'logged'], 5, async (name, round) => {
      const logged = name === 'logged';
      const result = await session.measure(name, throughput, {
        row: 'threads/with-optimizer',
        optimizer: 'random-search',
        task: 'sphere',
        slots: 2,
        logged,
        warmUp: session.seconds(0.8),
        window: session.seconds(1.5),
        seed: round,
      });
      missed = Math.max(missed, result?.missed ?? 0);
      return result && { value: result.evaluationsPerSecond, others: result.others };
    });
    if (missed === 0) return samples;
    session.note(
      `not every trial was recorded: ${missed} of one study are not in its record, so its figures do not count`,
    );
    return { ...samples, logged: [] };
  },
});
