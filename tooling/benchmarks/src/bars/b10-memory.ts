import { defineBar } from '../bar.js';
import { slope } from '../statistics.js';
import { studyMemory } from '../study-memory.js';

export default defineBar({
  id: 'B10',
  what: 'memory (PSS) of the manager, random search in 20 dimensions on processes, nobody reads the events',
  seconds: 45,
  figures: {
    atOneMillion: { what: 'after 10⁶ trials, garbage included', unit: 'bytes', reach: { atMost: 150e6 } },
    perFurtherTrial: {
      what: 'growth from 10⁶ to 5·10⁶ trials, garbage collected',
      unit: 'bytes',
      reach: { atMost: 8 },
    },
    collected: { what: 'after 10⁶ trials, garbage collected', unit: 'bytes' },
  },
  async measure(session) {
    const samples: { atOneMillion: number[]; perFurtherTrial: number[]; collected: number[] } = {
      atOneMillion: [],
      perFurtherTrial: [],
      collected: [],
    };
    for (let round = 0; round < session.rounds(3); round++) {
      const limits = [1, 2, 3, 4, 5].map(millions => session.count(1e6 * millions));
      const seen = await session.measure('memory', studyMemory, { dimensions: 20, evaluations: limits });
      if (seen === undefined) continue;
      samples.atOneMillion.push(seen.before[0] as number);
      samples.collected.push(seen.after[0] as number);
      samples.perFurtherTrial.push(slope(seen.evaluations.map((count, i) => [count, seen.after[i] as number])));
    }
    return samples;
  },
});
