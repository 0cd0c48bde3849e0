import { defineBar } from '../bar.js';
import { onePercent } from '../one-percent.js';
import type { Row } from '../placement.js';

const rows = {
  threads: 'threads/with-optimizer',
  processes: 'processes/with-optimizer',
  pooled: 'processes/processes',
} as const satisfies Record<string, Row>;
type Name = keyof typeof rows;
const names = Object.keys(rows) as readonly Name[];

export default defineBar({
  id: 'B15',
  what: 'slot time lost beyond what the faults themselves take, random search on a 200 ms task of which 1 % of the calls hang (1 s) and 1 % end their worker, 2 slots',
  seconds: 480,
  figures: {
    threads: { what: 'threads, trials with the optimizer', unit: 'ratio', reach: { atMost: 0.05 } },
    processes: { what: 'processes, trials with the optimizer', unit: 'ratio', reach: { atMost: 0.05 } },
    pooled: { what: 'optimizers on processes, trials on others', unit: 'ratio', reach: { atMost: 0.05 } },
    threadsReplaced: { what: 'taken by the faults beside this: waiting for another thread', unit: 'ratio' },
    processesReplaced: { what: 'the same, another process', unit: 'ratio' },
    pooledReplaced: { what: 'the same, another process', unit: 'ratio' },
    threadsNoticing: { what: 'of what is lost, until what hung or died was known to be gone', unit: 'ratio' },
    processesNoticing: { what: 'the same', unit: 'ratio' },
    pooledNoticing: { what: 'the same', unit: 'ratio' },
  },
  async measure(session) {
    const samples = await session.interleaveSamples(names, 3, async (name, round) => {
      const result = await session.measure(rows[name], onePercent, {
        row: rows[name],
        slots: 2,
        runs: 8,
        points: session.count(50),
        seed: 1 + round,
      });
      return result && { ...result, value: result.lost };
    });
    const all = (name: Name, of: 'lost' | 'beingReplaced' | 'noticing') => samples[name].map(sample => sample[of]);
    return {
      threads: all('threads', 'lost'),
      processes: all('processes', 'lost'),
      pooled: all('pooled', 'lost'),
      threadsReplaced: all('threads', 'beingReplaced'),
      processesReplaced: all('processes', 'beingReplaced'),
      pooledReplaced: all('pooled', 'beingReplaced'),
      threadsNoticing: all('threads', 'noticing'),
      processesNoticing: all('processes', 'noticing'),
      pooledNoticing: all('pooled', 'noticing'),
    };
  },
});
