import { defineBar } from '../bar.js';
import { huntCost } from '../hunt-cost.js';

export default defineBar({
  id: 'B9',
  what: 'one hunt over 10 live runs, every hunter asked for every victim',
  seconds: 10,
  figures: {
    withHistory: { what: '10⁶ trials and 10⁵ dead runs before it', unit: 'µs', reach: { atMost: 50 } },
    without: { what: '40,000 trials and no dead runs', unit: 'µs', reach: { atMost: 50 } },
    ratio: { what: 'with history ÷ without', unit: 'ratio', reach: { atMost: 1.2 } },
  },
  async measure(session) {
    const result = await session.measure('hunt', huntCost, {
      liveRuns: 10,
      trials: session.count(1e6),
      fewTrials: 40_000,
      deadRuns: session.count(1e5),
      samples: session.rounds(21),
      huntsPerSample: session.count(2000),
    });
    const { withHistory, without } = result ?? { withHistory: [], without: [] };
    return { withHistory, without, ratio: withHistory.map((value, i) => value / (without[i] as number)) };
  },
});
