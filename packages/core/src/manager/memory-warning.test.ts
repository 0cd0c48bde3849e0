import { expect, test } from 'vitest';
import { inline } from '../backends/inline.js';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { createStudy } from './study.js';

const still = optimizerFactory({
  name: 'still',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create: ({ start }) => ({
    ask: limit => Array.from({ length: limit }, () => ({ x: start.point.slice() })),
    tell() {},
    stop: undefined,
    snapshot: () => null,
  }),
});

/** What a study warns of whose backend says that each worker takes so much of 100 MB. */
async function warnings(megabytes: number): Promise<readonly string[]> {
  const study = createStudy({
    task: { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: ([x]) => x as number },
    optimizers: still(),
    backend: { ...inline(), memory: { perWorker: megabytes * 2 ** 20, free: () => 100 * 2 ** 20 } },
    slots: 4,
    stop: maxEvaluations(10),
  });
  await study.run();
  const messages: string[] = [];
  for await (const event of study.events()) if (event.type === 'warning') messages.push(event.message);
  return messages;
}

test('more workers than fit into memory give a warning with the figures, and the study runs', async () => {
  expect(await warnings(40)).toEqual([
    '4 slots on backend "inline" take about 160 MB of memory beside what the task needs, ' +
      'and 100 MB are free: give fewer slots if the machine becomes slow',
  ]);
});

test('workers that fit give none', async () => {
  expect(await warnings(20)).toEqual([]);
});
