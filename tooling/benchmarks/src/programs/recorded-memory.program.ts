import { join } from 'node:path';
import { threads } from '@glompo/backend-threads';
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { randomSearch } from '@glompo/optimizer-classic';
import { openRecord, recordStudy } from '@glompo/store';
import { sphere } from '@glompo/tasks';
import type { RecordedMemory, RecordedMemoryResult } from '../recorded-memory.js';
import { answer } from './answer.js';
import { temporaryFolder } from './temporary-folder.js';

answer(async ({ evaluations: most }: RecordedMemory): Promise<RecordedMemoryResult> => {
  const study = createStudy({
    task: sphere(),
    optimizers: randomSearch(),
    backend: threads(),
    slots: 2,
    hunters: 'none',
    stop: maxEvaluations(most),
    seed: 1,
    recorded: true,
  });
  const folder = join(temporaryFolder(), 'study');
  const recording = await recordStudy(study, folder);
  const { evaluations, seconds } = await study.run();
  await recording.close();
  const peak = process.resourceUsage().maxRSS * 1024;
  using record = openRecord(folder);
  return { peak, recorded: record.last()?.evaluations ?? 0, evaluationsPerSecond: evaluations / seconds };
});
