import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { randomSearch } from '@glompo/optimizer-classic';
import { faultyTask } from '@glompo/testing';
import { Bystanders } from '../bystanders.js';
import { placed } from '../placement.js';
import type { Replacing, ReplacingResult } from '../replacing.js';
import { answer } from './answer.js';
import { temporaryFolder } from './temporary-folder.js';

/** Of so many trials of 10 ms one hangs: seldom enough that the worker which stands by is there again. */
const oneIn = 100;

answer(async ({ backend, stuck, kills, spareWorker }: Replacing): Promise<ReplacingResult> => {
  const enough = new AbortController();
  const study = createStudy({
    ...placed(`${backend}/with-optimizer`),
    task: faultyTask({
      fault: stuck === 'loop' ? 'hangs-busy' : 'starts-programs-and-hangs',
      oneIn,
      milliseconds: 10,
      folder: temporaryFolder(),
    }),
    optimizers: randomSearch(),
    slots: 2,
    hunters: 'none',
    stop: maxEvaluations(1e9),
    trialTimeout: 0.15,
    abortGrace: 0.05,
    spareWorker,
    seed: 1,
  });
  const bystanders = new Bystanders();
  const ended = study.run({ signal: enough.signal });
  const [freed, freeSlot]: [number[], number[]] = [[], []];
  for await (const event of study.events()) {
    if (event.type !== 'worker-replaced') continue;
    freed.push(event.freedAfterMs / 1000);
    freeSlot.push((event.freedAfterMs + event.startedAfterMs) / 1000);
    if (freed.length >= kills) enough.abort();
  }
  await ended;
  return { freed, freeSlot, others: bystanders.share() };
});
