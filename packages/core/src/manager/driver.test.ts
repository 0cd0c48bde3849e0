import { expect, test } from 'vitest';
import { maxEvaluations } from '../checkers/max-evaluations.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { Reason } from '../contracts/reason.js';
import type { Evaluation, Proposal } from '../contracts/task.js';
import { optimizerFactory } from '../registry/choice.js';
import { sequential } from '../sequential/sequential.js';
import { box, parametersFromBounds } from '../space/parameters.js';
import { createStudy } from './study.js';

const trials = (count: number) =>
  optimizerFactory({
    name: 'few',
    api: 1,
    module: import.meta.url,
    traits: { asynchronous: false, kinds: ['real'] },
    parse: () => null,
    create: sequential(function* ({ start }): Generator<readonly Proposal[], Reason, readonly Evaluation[]> {
      for (let i = 0; i < count; i++) yield [{ x: start.point.slice() }];
      return { by: 'few', message: `${count} trials` };
    }),
  } satisfies OptimizerPlugin)();

test.each([
  ['made no trial', 0, () => 0, 'it stopped before its first trial'],
  [
    'had failures and infinite values',
    2,
    trial => (trial === 1 ? Number.NaN : Infinity),
    'no trial gave a finite value',
  ],
  ['had failures only', 2, () => Number.NaN, 'every trial failed; the last one: the task returned NaN'],
] satisfies [string, number, (trial: number) => number, string][])(
  'a run that stops and has found nothing says why: it %s',
  async (_, count, value, message) => {
    const study = createStudy({
      task: { parameters: parametersFromBounds(box(1, 0, 1)), evaluate: (_x, { trial }) => value(trial) },
      optimizers: trials(count),
      liveRuns: 1,
      stop: maxEvaluations(100),
    });
    const result = await study.run();
    expect(result.reason.because?.[0]?.message).toBe(message);
  },
);
