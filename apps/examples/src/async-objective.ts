/** A task module with an asynchronous objective. Nothing computes here, so 32 evaluations wait at the same time in one thread. */
import { createStudy, inline } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { cmaes } from '@glompo/optimizer-cmaes';

const study = createStudy({
  task: new URL('./async-objective.task.js', import.meta.url),
  optimizers: cmaes(),
  backend: { optimizers: inline(), trials: inline() },
  slots: 32,
  liveRuns: 8,
  stop: maxEvaluations(3000),
  seed: 7,
});
const { value, point, seconds } = await study.run();
console.log(
  `lowest value ${value?.toFixed(6)} at temperature ${point?.[0]?.toFixed(1)}, pressure ${point?.[1]?.toFixed(2)}, in ${seconds.toFixed(1)} s`,
);
