import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import { createStudy } from '../manager/study.js';
import { optimizerFactory } from '../registry/choice.js';
import { box, parametersFromBounds } from '../space/parameters.js';

const still = optimizerFactory({
  name: 'still',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => ({}),
  create: ({ start }) => ({
    ask: () => [{ x: start.point.slice() }],
    tell() {},
    stop: undefined,
    snapshot: () => null,
  }),
} satisfies OptimizerPlugin);

test('a task that cannot be closed costs nobody the result: it is told with the output', async () => {
  const study = createStudy({
    task: {
      parameters: parametersFromBounds(box(1, 0, 1)),
      evaluate: () => 1,
      close: () => Promise.reject(new Error('the server is gone')),
    },
    optimizers: still(),
    stop: maxEvaluations(10),
  });
  expect((await study.run()).value).toBe(1);
  const printed: string[] = [];
  for await (const event of study.events()) if (event.type === 'output') printed.push(`${event.stream}: ${event.text}`);
  expect(printed).toEqual(['stderr: closing the task failed: the server is gone\n']);
});
