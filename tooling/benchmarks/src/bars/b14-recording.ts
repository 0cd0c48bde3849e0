import { defineBar } from '../bar.js';
import { recordedMemory } from '../recorded-memory.js';
import { throughput } from '../throughput.js';

export default defineBar({
  id: 'B14',
  what: 'what it costs to record every trial, random search in 10 dimensions, trials with the optimizer, threads, 2 slots, the writer on the same two cores',
  seconds: 90,
  figures: {
    lost: {
      what: 'of the throughput of a task of about 100 µs of arithmetic',
      unit: 'share',
      reach: { atMost: 0.1 },
    },
    memory: {
      what: 'the most that the whole process has had, workers and writer included, over 10⁷ trials of a task without cost',
      unit: 'bytes',
      reach: { atMost: 300e6 },
    },
    evaluationsPerSecond: { what: 'of that study, from its start to its end', unit: 'evaluations/s' },
  },
  async measure(session) {
    const speeds = await session.interleave(['off', 'on'], 5, async (name, round) => {
      const result = await session.measure(name, throughput, {
        row: 'threads/with-optimizer',
        optimizer: 'random-search',
        task: 'brief',
        slots: 2,
        logged: name === 'on',
        warmUp: session.seconds(0.8),
        window: session.seconds(3),
        seed: round,
      });
      return result && { value: result.evaluationsPerSecond, others: result.others };
    });
    const memory: number[] = [];
    const evaluationsPerSecond: number[] = [];
    for (let round = 0; round < session.rounds(3); round++) {
      const most = session.count(1e7);
      const seen = await session.measure('memory', recordedMemory, { evaluations: most });
      if (seen === undefined) continue;
      if (seen.recorded !== most) session.note(`memory: ${seen.recorded} of ${most} trials are in the record`);
      memory.push(seen.peak);
      evaluationsPerSecond.push(seen.evaluationsPerSecond);
    }
    const lost = speeds.on.flatMap((on, round) => {
      const off = speeds.off[round];
      return off === undefined ? [] : [1 - on / off];
    });
    return { lost, memory, evaluationsPerSecond };
  },
});
