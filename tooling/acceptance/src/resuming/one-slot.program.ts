// A recorded study with one slot and several live runs, which goes on if it was recorded before: `node one-slot.program.js '{"folder": …}'`.
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { all, any, quota } from '@glompo/core/conditions';
import { minTrials, timeAnnealing, valueAnnealing } from '@glompo/core/hunters';
import { bandit } from '@glompo/core/selectors';
import { incumbent } from '@glompo/core/sharing';
import { annealing } from '@glompo/core/start-points';
import { nelderMead } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import { holdsStudy, openRecord, recordStudy } from '@glompo/store';
import { backendOf, type OptimizerPlace } from '../placements/cells.js';

export interface OneSlotStudy {
  readonly folder: string;
  readonly diary: string;
  readonly optimizers: OptimizerPlace;
  readonly evaluations: number;
  /** The program kills itself when so many are in the books. */
  readonly killedAt?: number;
}

const setup = JSON.parse(process.argv[2] as string) as OneSlotStudy;
const { folder, diary, optimizers, evaluations, killedAt = Number.POSITIVE_INFINITY } = setup;
const record = holdsStudy(folder) ? openRecord(folder) : undefined;
const history = record?.history();
const study = createStudy({
  task: { module: new URL('./diary.task.js', import.meta.url).href, options: { milliseconds: 1, diary } },
  optimizers: bandit(cmaes({ maxGenerations: 12 }), nelderMead({ maxIterations: 50 }), {}),
  startPoints: annealing({}),
  hunters: quota(3, 200, all(minTrials(20), any(valueAnnealing(0.4), timeAnnealing(1)))),
  huntEvery: 60,
  share: incumbent({ every: 90 }),
  backend: backendOf({ optimizers, trials: 'with-optimizer', slots: 1 }),
  slots: 1,
  liveRuns: 3,
  seed: 5,
  stop: maxEvaluations(evaluations),
  recorded: true,
  history,
});
const recording = await recordStudy(study, folder, { history });
const watching = (async () => {
  for await (const event of study.events())
    if (event.evaluations >= killedAt && event.type === 'trials') process.kill(process.pid, 'SIGKILL');
})();
await study.run();
await watching;
record?.close();
await recording.close();
