/** A task that writes files and starts a program, two copies at once, on processes. */
import { processes } from '@glompo/backend-processes';
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { nelderMead } from '@glompo/optimizer-classic';

const study = createStudy({
  task: new URL('./files.task.js', import.meta.url),
  optimizers: nelderMead(),
  backend: processes(),
  slots: 2,
  liveRuns: 2,
  stop: maxEvaluations(60),
  seed: 5,
});
const running = study.run();
const directories = new Set<string>();
for await (const event of study.events()) {
  if (event.type !== 'trials') continue;
  for (const extras of event.trials.extras ?? []) directories.add((extras as { directory: string }).directory);
}
const { value, outcomes } = await running;
console.log(`lowest value ${value?.toFixed(3)}, ${outcomes.failed} trials failed, ${directories.size} directories`);
