/** A task in TypeScript, loaded from its source by threads: also on Node 20, with types that can be erased. */
import { threads } from '@glompo/backend-threads';
import { createStudy } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { nelderMead } from '@glompo/optimizer-classic';

const study = createStudy({
  task: new URL('../src/typescript.task.ts', import.meta.url),
  optimizers: nelderMead(),
  backend: threads(),
  slots: 2,
  stop: maxEvaluations(5000),
  seed: 3,
});
const { value, point } = await study.run();
console.log(`lowest energy ${value?.toFixed(6)} at ${[...(point ?? [])].map(y => y.toFixed(4)).join(', ')}`);
