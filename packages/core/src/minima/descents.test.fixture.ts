import { maxEvaluations } from '../checkers/index.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { StudyEvent } from '../manager/events.js';
import type { StudyResult } from '../manager/result.js';
import { createStudy } from '../manager/study.js';
import type { StudyOptions } from '../manager/study-options.js';
import { optimizerFactory } from '../registry/choice.js';
import { type SequentialState, sequential } from '../sequential/sequential.js';
import { box, parametersFromBounds } from '../space/parameters.js';

type Settings = { readonly most: number };

/** Compass search: goes downhill from its start in steps of at most 0.02 of the box, halved until they are tiny, or until it has made `most` trials. */
export const descend = optimizerFactory<Partial<Settings>>({
  name: 'descend',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: options => ({ most: Number.POSITIVE_INFINITY, ...(options as Partial<Settings>) }),
  create: sequential<Settings>(function* descend({ start }, { most }) {
    let x = start.point.slice();
    let [{ value }] = (yield [{ x }]) as [{ value: number }];
    let made = 1;
    for (let step = 0.02; step > 1e-8; step /= 2) {
      for (let better = true; better; ) {
        const points = [...x.keys()].flatMap(i => [-step, step].map(d => x.with(i, (x[i] as number) + d)));
        const inside = points.map(p => p.map(v => Math.min(1, Math.max(0, v))));
        const told = yield inside.map(p => ({ x: p }));
        made += told.length;
        const least = Math.min(...told.map(each => each.value));
        better = least < value;
        if (better) x = inside[told.findIndex(each => each.value === least)] as Float64Array<ArrayBuffer>;
        value = Math.min(value, least);
        if (made >= most) return { by: 'descend', message: 'it may not make more trials', unfinished: true };
      }
    }
    return { by: 'descend', message: 'its steps are tiny' };
  }),
} satisfies OptimizerPlugin<Settings, SequentialState>);

/** Minima at 0.2, 0.5 and 0.8 of each coordinate, of which the values are 0, 1 and 2: in n coordinates 3ⁿ minima. */
function threefold(x: Float64Array): number {
  return x.reduce((sum, v) => {
    const nearest = Math.min(2, Math.max(0, Math.round((v - 0.2) / 0.3)));
    return sum + nearest + 40 * (v - 0.2 - 0.3 * nearest) ** 2;
  }, 0);
}

/** All events of a study with one slot, and its result. */
export async function descents(
  options: Partial<StudyOptions> = {},
  dimensions = 1,
): Promise<{ readonly events: readonly StudyEvent[]; readonly result: StudyResult }> {
  const study = createStudy({
    task: { parameters: parametersFromBounds(box(dimensions, 0, 1)), evaluate: threefold },
    optimizers: descend(),
    hunters: 'none',
    liveRuns: 1,
    slots: 1,
    seed: 5,
    recorded: true,
    stop: maxEvaluations(3000),
    ...options,
  });
  const events: StudyEvent[] = [];
  const reading = (async () => {
    for await (const event of study.events({ keepUp: true })) events.push(structuredClone(event));
  })();
  const result = await study.run();
  await reading;
  return { events, result };
}
