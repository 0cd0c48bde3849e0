import { defineBar } from '../bar.js';
import { bareLoop } from '../bare-loop.js';
import type { Row } from '../placement.js';
import type { Sample, Session } from '../session.js';
import { busy, type TimedStudy, timedStudy } from '../timed-study.js';

const rows = {
  withOptimizer: ['threads/with-optimizer', 'random-search'],
  pooledOnThreads: ['inline/threads', 'random-search'],
  pooledOnProcesses: ['inline/processes', 'random-search'],
  cmaesWithOptimizer: ['threads/with-optimizer', 'cmaes'],
  cmaesPooledOnThreads: ['inline/threads', 'cmaes'],
  cmaesPooledOnProcesses: ['inline/processes', 'cmaes'],
} as const satisfies Record<string, readonly [Row, TimedStudy['optimizer']]>;
type Name = keyof typeof rows;

/**
 * What machinery costs shows with an optimizer that costs nothing itself: random search. CMA-ES computes for itself (and, called only
 * now and then, some times slower than in a tight loop), and four swarms of 10 leave each slot one message of 10 points: these figures are
 * shown beside, and not judged.
 *
 * Each short study stands between two bare loops, and is compared with these only: a neighbour of the machine who takes a core for a
 * minute takes it from all three.
 */
export default defineBar({
  id: 'B3',
  what: 'share lost to machinery, 1 ms busy task, 4 live runs, 2 slots, against a bare loop on two bare threads',
  seconds: 190,
  figures: {
    withOptimizer: { what: 'threads, trials with the optimizer', unit: 'ratio', reach: { atMost: 0.03 } },
    pooledOnThreads: { what: 'optimizers inline, trials on threads', unit: 'ratio', reach: { atMost: 0.03 } },
    pooledOnProcesses: { what: 'optimizers inline, trials on processes', unit: 'ratio', reach: { atMost: 0.05 } },
    cmaesWithOptimizer: { what: 'threads, trials with CMA-ES', unit: 'ratio' },
    cmaesPooledOnThreads: { what: 'CMA-ES inline, trials on threads', unit: 'ratio' },
    cmaesPooledOnProcesses: { what: 'CMA-ES inline, trials on processes', unit: 'ratio' },
    bare: { what: 'share of two cores that the bare loop itself does not get', unit: 'ratio' },
  },
  async measure(session) {
    const bares: number[] = [];
    const loop = async (): Promise<Sample | undefined> => {
      const result = await session.measure('bare loop', bareLoop, {
        milliseconds: 1,
        threads: 2,
        warmUp: session.seconds(0.3),
        window: session.seconds(1.2),
      });
      if (result === undefined) return undefined;
      bares.push(1 - result.perSecond / 2000);
      return { value: result.perSecond, others: result.others };
    };
    let before = await loop();
    const lost = await session.interleave(Object.keys(rows) as Name[], 5, async (name, round) => {
      const result = await study(session, name, round);
      const after = await loop();
      const bare = before &&
        after && { value: (before.value + after.value) / 2, others: Math.max(before.others, after.others) };
      before = after;
      return result && bare && { value: 1 - result.value / bare.value, others: Math.max(result.others, bare.others) };
    });
    return { ...lost, bare: bares };
  },
});

async function study(session: Session, name: Name, seed: number): Promise<Sample | undefined> {
  const result = await session.measure(name, timedStudy, {
    row: rows[name][0],
    optimizer: rows[name][1],
    liveRuns: 4,
    slots: 2,
    task: busy(1),
    warmUp: session.seconds(3),
    window: session.seconds(1.5),
    seed,
  });
  return result && { value: result.perSecond, others: result.others };
}
