import { defineBar } from '../bar.js';
import { sleep, timedStudy } from '../timed-study.js';

export default defineBar({
  id: 'B4',
  what: 'utilisation, 16 slots, 4 swarms of 8, U(10, 200) ms sleeps',
  seconds: 55,
  figures: {
    threads: { what: 'trials on threads', unit: 'ratio', reach: { atLeast: 0.97 } },
    processes: { what: 'trials on processes', unit: 'ratio', reach: { atLeast: 0.97 } },
  },
  measure: session =>
    session.interleave(['threads', 'processes'], 3, async (name, round) => {
      const result = await session.measure(name, timedStudy, {
        row: `inline/${name}`,
        optimizer: 'cmaes-8',
        liveRuns: 4,
        slots: 16,
        task: sleep('uniform'),
        warmUp: session.seconds(1),
        window: session.seconds(6),
        seed: round,
      });
      return result && { value: result.utilisation, others: result.others };
    }),
});
