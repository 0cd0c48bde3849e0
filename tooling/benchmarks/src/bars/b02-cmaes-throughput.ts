import { defineBar } from '../bar.js';
import { throughput } from '../throughput.js';

export default defineBar({
  id: 'B2',
  what: 'evaluations/s of the whole system, zero-cost 10-D sphere, CMA-ES, trials with the optimizer, threads, 2 slots',
  seconds: 30,
  figures: {
    endless: {
      what: 'runs that do not end (every stop condition off, and the sphere moves every 200 trials: a run that has converged would compute with denormal numbers)',
      unit: 'evaluations/s',
      reach: { atLeast: 500_000 },
    },
    replaced: { what: 'runs that end after 2,000 trials', unit: 'evaluations/s', reach: { atLeast: 300_000 } },
  },
  measure: session =>
    session.interleave(['endless', 'replaced'], 5, async (name, round) => {
      const result = await session.measure(name, throughput, {
        row: 'threads/with-optimizer',
        optimizer: name === 'endless' ? 'cmaes' : 'cmaes-2000',
        task: 'restless-sphere',
        slots: 2,
        logged: false,
        warmUp: session.seconds(0.8),
        window: session.seconds(1.5),
        seed: round,
      });
      if (result && result.otherEnds > 0)
        session.note(`${name}: ${result.otherEnds} runs ended otherwise than by converging`);
      if (result && name === 'endless' && result.runsPerSecond > 0) session.note('endless: runs have ended');
      return result && { value: result.evaluationsPerSecond, others: result.others };
    }),
});
