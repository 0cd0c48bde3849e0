import { processes } from '@glompo/backend-processes';
import { createStudy } from '@glompo/core';
import { randomSearch } from '@glompo/optimizer-classic';
import { sphere } from '@glompo/tasks';
import { pssOf } from '../pss.js';
import type { StudyMemory, StudyMemoryResult } from '../study-memory.js';
import { answer } from './answer.js';
import { collectGarbage, lookingAt } from './looking-checker.js';

/** Workers are processes: what is measured is the manager alone. */
answer(async ({ dimensions, evaluations: limits }: StudyMemory): Promise<StudyMemoryResult> => {
  const seen: { before: number[]; after: number[]; evaluations: number[] } = { before: [], after: [], evaluations: [] };
  const look = (evaluations: number) => {
    seen.before.push(pssOf('self'));
    collectGarbage();
    seen.after.push(pssOf('self'));
    seen.evaluations.push(evaluations);
  };
  const study = createStudy({
    task: sphere({ dims: dimensions }),
    optimizers: randomSearch(),
    backend: processes(),
    slots: 2,
    liveRuns: 4,
    stop: lookingAt(limits, view => view.evaluations, look),
    seed: 1,
  });
  await study.run();
  return seen;
});
