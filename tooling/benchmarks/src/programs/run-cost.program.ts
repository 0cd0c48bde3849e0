import { createStudy } from '@glompo/core';
import { sphere } from '@glompo/tasks';
import { Bystanders } from '../bystanders.js';
import { optimizerNamed } from '../optimizers.js';
import { placed } from '../placement.js';
import type { RunCost, RunCostResult } from '../run-cost.js';
import { answer } from './answer.js';
import { collectGarbage, lookingAt } from './looking-checker.js';

/** Where collecting garbage twice leaves the heap, and what typed arrays hold outside of it. */
function bytesInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

answer(async ({ row, runs }: RunCost): Promise<RunCostResult> => {
  const seen: { runs: number; at: number; bytes: number }[] = [];
  let bystanders = new Bystanders();
  let others = 0;
  const study = createStudy({
    ...placed(row),
    task: sphere(),
    optimizers: optimizerNamed('random-search-5'),
    hunters: 'none',
    stop: lookingAt(
      runs,
      view => view.runs.started,
      count => {
        // The clock does not see the collection of the first look, and nothing comes after the last one.
        const at = performance.now();
        if (seen.length === 1) others = bystanders.share();
        const bytes = bytesInUse();
        if (seen.length === 0) bystanders = new Bystanders();
        seen.push({ runs: count, at: seen.length === 0 ? performance.now() : at, bytes });
      },
    ),
    seed: 1,
  });
  await study.run();
  const [first, second, third] = seen as unknown as [(typeof seen)[0], (typeof seen)[0], (typeof seen)[0]];
  return {
    others,
    microsecondsPerRun: (1000 * (second.at - first.at)) / (second.runs - first.runs),
    bytesPerDeadRun: (third.bytes - second.bytes) / (third.runs - second.runs),
  };
});
