import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import type { Plain } from '../contracts/plain.js';
import type { RandomState } from '../contracts/random.js';
import { optimizerFactory } from '../registry/choice.js';

type State = {
  readonly at: Float64Array;
  readonly value: number;
  readonly fruitless: number;
  readonly random: RandomState;
  /** Of the generation, those that were not told. */
  readonly points: readonly Float64Array[];
};
type Options = {
  readonly size: number;
  readonly patience: number;
  /** It has no use for points of others. */
  readonly deaf?: boolean;
};

/** Tries generations of `size` points around the best one that it knows, and stops after the one with which `patience` trials in a row have found nothing better. */
export const walker = optimizerFactory<Options>({
  name: 'walker',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => options as Options,
  vary: (options, { population = 1 }) => ({
    ...(options as Options),
    size: Math.round((options as Options).size * population),
  }),
  create({ start, random }, options, state): Optimizer<Plain> {
    const { size, patience, deaf = false } = options as Options;
    const from = state as State | undefined;
    let { at, value, fruitless } = from ?? { at: start.point, value: Number.POSITIVE_INFINITY, fruitless: 0 };
    const points = [...(from?.points ?? [])];
    if (from) random.restore(from.random);
    let asked = 0;
    return {
      get stop() {
        return fruitless >= patience && points.length === 0
          ? { by: 'walker', message: 'nothing better far and wide' }
          : undefined;
      },
      ask(limit) {
        if (points.length === 0)
          for (let i = 0; i < size; i++) points.push(at.map(x => Math.min(1, Math.max(0, x + 0.05 * random.normal()))));
        const some = points.slice(asked, asked + limit);
        asked += some.length;
        return some.map(x => ({ x: x.slice() }));
      },
      tell(proposals, evaluations) {
        for (const [i, evaluation] of evaluations.entries()) {
          fruitless++;
          if (evaluation.value >= value) continue;
          fruitless = 0;
          value = evaluation.value;
          at = (proposals[i] as (typeof proposals)[0]).x.slice();
        }
        points.splice(0, evaluations.length);
        asked -= evaluations.length;
      },
      ...(!deaf && {
        inject(x: Float64Array, told: number) {
          if (told >= value) return;
          value = told;
          at = x.slice();
        },
      }),
      snapshot: () => ({ at, value, fruitless, random: random.snapshot(), points: [...points] }),
    };
  },
} satisfies OptimizerPlugin<Options>);
