import { defineBar } from '../bar.js';
import { sleep, timedStudy } from '../timed-study.js';

export default defineBar({
  id: 'B5',
  what: 'utilisation, 16 slots, swarms of 8, 4 to 64 of them as the manager likes',
  seconds: 110,
  figures: {
    uniformThreads: { what: 'U(10, 200) ms, trials on threads', unit: 'ratio', reach: { atLeast: 0.985 } },
    uniformProcesses: { what: 'U(10, 200) ms, trials on processes', unit: 'ratio', reach: { atLeast: 0.985 } },
    tailThreads: { what: '80 % ~15 ms, 20 % ~175 ms, trials on threads', unit: 'ratio', reach: { atLeast: 0.98 } },
    tailProcesses: { what: '80 % ~15 ms, 20 % ~175 ms, trials on processes', unit: 'ratio', reach: { atLeast: 0.98 } },
  },
  measure: session =>
    session.interleave(
      ['uniformThreads', 'uniformProcesses', 'tailThreads', 'tailProcesses'],
      3,
      async (name, round) => {
        const result = await session.measure(name, timedStudy, {
          row: name.endsWith('Threads') ? 'inline/threads' : 'inline/processes',
          optimizer: 'cmaes-8',
          liveRuns: { from: 4, upTo: 64 },
          slots: 16,
          task: sleep(name.startsWith('uniform') ? 'uniform' : 'heavy-tail'),
          warmUp: session.seconds(2),
          window: session.seconds(6),
          seed: round,
        });
        return result && { value: result.utilisation, others: result.others };
      },
    ),
});
