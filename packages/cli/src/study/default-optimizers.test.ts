import { fileURLToPath } from 'node:url';
import { box, createStudy, parametersFromBounds, type Selector } from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { expect, test } from 'vitest';
import { openRegistry } from '../plugins/open-registry.js';
import { chooseOptimizers } from './choose-optimizers.js';
import { defaultSelector } from './default-optimizers.js';

/** With many minima, and no sum over its parameters. */
const waves = ([x, y]: Float64Array) => {
  const [a, b] = [(x as number) + (y as number), (x as number) - 2 * (y as number)];
  return a ** 2 + 10 * Math.sin(3 * a) + b ** 2 + 10 * Math.cos(2 * b);
};

test('the defaults of the command line and those in code start the same runs', async () => {
  const registry = openRegistry(fileURLToPath(new URL('.', import.meta.url)));
  const written = (await chooseOptimizers([], undefined, registry)) as Selector;
  const runsOf = async (optimizers: Selector) => {
    const study = createStudy({
      task: { parameters: parametersFromBounds(box(2, -5, 5)), evaluate: waves },
      optimizers,
      stop: maxEvaluations(3000),
      liveRuns: 1,
      seed: 1,
    });
    const events = study.events({ keepUp: true });
    const started: unknown[] = [];
    const heard = (async () => {
      for await (const event of events)
        if (event.type === 'run-started')
          started.push([event.optimizer.name, event.optimizer.options, event.point, event.origin]);
    })();
    const { value } = await study.run();
    await heard;
    return { value, started };
  };
  const inCode = await runsOf(defaultSelector());
  expect(await runsOf(written)).toEqual(inCode);
  const names = new Set(inCode.started.map(run => (run as [string])[0]));
  expect(names).toEqual(new Set(['step', 'lbfgs', 'cmaes']));
});
