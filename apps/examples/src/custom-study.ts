/**
 * Everything chosen by hand: two kinds of optimizers in turn, CMA-ES with its trials beside it on threads, L-BFGS with its
 * finite differences spread over two processes; hunters, a target, and what happens as it happens.
 */
import { processes } from '@glompo/backend-processes';
import { threads } from '@glompo/backend-threads';
import { createStudy } from '@glompo/core';
import { maxEvaluations, targetValue } from '@glompo/core/checkers';
import { all, any } from '@glompo/core/conditions';
import { bestUnmoving, minTrials, parameterDistance, valueAnnealing } from '@glompo/core/hunters';
import { cycle } from '@glompo/core/selectors';
import { lbfgs } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import { levy } from '@glompo/tasks';

const study = createStudy({
  task: levy({ dims: 6 }),
  optimizers: cycle(cmaes({ sigma: 0.3 }), lbfgs({}, { trials: processes(), maxSlots: 2 })),
  backend: { optimizers: threads(), trials: 'with-optimizer' },
  slots: 2,
  liveRuns: 4,
  huntEvery: 300,
  hunters: any(
    all(minTrials(300), bestUnmoving({ calls: 150, tolerance: 0.01 }), valueAnnealing({ medianKillChance: 0.5 })),
    all(minTrials(300), parameterDistance({ relative: 0.02 })),
  ),
  stop: any(maxEvaluations(20_000), targetValue(1e-8)),
  seed: 42,
});

const running = study.run();
for await (const event of study.events()) {
  if (event.type === 'run-started') console.log(`run ${event.run} starts: ${event.optimizer.name}`);
  if (event.type === 'run-ended')
    console.log(`run ${event.run} ${event.status} after ${event.trials} trials: ${event.reason.message}`);
}
const { value, evaluations, runs, reason } = await running;
console.log(`lowest value ${value} after ${evaluations} evaluations; ${runs.started} runs; ${reason.message}`);
