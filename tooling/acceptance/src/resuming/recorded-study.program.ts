// A study that is recorded, and goes on if it was recorded before: `node recorded-study.program.js '{"folder": …}'`.
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { lbfgs, nelderMead } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import { holdsStudy, openRecord, recordStudy } from '@glompo/store';
import { backendOf, type Cell } from '../placements/cells.js';

export interface RecordedStudy {
  readonly folder: string;
  readonly diary: string;
  readonly cell: Cell;
  readonly evaluations: number;
  readonly milliseconds: number;
}

const { folder, diary, cell, evaluations, milliseconds } = JSON.parse(process.argv[2] as string) as RecordedStudy;
const record = holdsStudy(folder) ? openRecord(folder) : undefined;
const history = record?.history();
const study = createStudy({
  task: { module: new URL('./diary.task.js', import.meta.url).href, options: { milliseconds, diary } },
  optimizers: [cmaes({ maxGenerations: 15 }), nelderMead({ maxIterations: 60 }), lbfgs({ maxIterations: 15 })],
  backend: backendOf(cell),
  slots: cell.slots,
  liveRuns: 4,
  hunters: 'none',
  seed: 3,
  stop: maxEvaluations(evaluations),
  recorded: true,
  history,
});
const recording = await recordStudy(study, folder, { history });
const result = await study.run();
record?.close();
await recording.close();
console.log(JSON.stringify({ evaluations: result.evaluations }));
