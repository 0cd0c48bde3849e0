import { defineBar } from '../bar.js';
import { runCost } from '../run-cost.js';

export default defineBar({
  id: 'B13',
  what: 'starting and ending a run (random search, 5 trials without cost), amortised over 10⁵ runs in one study; memory of dead runs',
  seconds: 90,
  figures: {
    inline: { what: 'a run, everything inline', unit: 'µs', reach: { atMost: 150 } },
    threads: { what: 'a run, on threads with its trials', unit: 'µs', reach: { atMost: 150 } },
    bytesInline: { what: 'memory of a dead run, inline', unit: 'bytes', reach: { atMost: 200 } },
    bytesThreads: { what: 'memory of a dead run, threads', unit: 'bytes', reach: { atMost: 200 } },
  },
  async measure(session) {
    const bytes: Record<'inline' | 'threads', number[]> = { inline: [], threads: [] };
    const { inline, threads } = await session.interleave(['inline', 'threads'], 3, async (name, round) => {
      const runs = [1000, 101_000, 201_000].map(count => session.count(count)) as [number, number, number];
      const result = await session.measure(name, runCost, {
        row: name === 'inline' ? 'inline/with-optimizer' : 'threads/with-optimizer',
        runs: round === 0 || session.smoke ? runs : [runs[0], runs[1], runs[1] + 1],
      });
      // Memory hardly varies: the second half of the study is for the first round only.
      if (result && round === 0) bytes[name].push(result.bytesPerDeadRun);
      return result && { value: result.microsecondsPerRun, others: result.others };
    });
    return { inline, threads, bytesInline: bytes.inline, bytesThreads: bytes.threads };
  },
});
