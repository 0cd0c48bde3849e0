import {
  defineOptions,
  type Evaluation,
  type Input,
  type Optimizer,
  type OptimizerPlugin,
  type Parsed,
  parseOptions,
  type SequentialState,
  sequential,
} from '@glompo/core/plugin';
import { linearKeyOf, write } from './diary.js';
import { here } from './place.js';

const spec = defineOptions({
  generations: { type: 'integer', min: 1, default: 12, description: 'stops after so many generations' },
  size: { type: 'integer', min: 1, default: 7, description: 'points per generation' },
  diary: { type: 'string', optional: true, description: 'folder in which it is noted where it was asked' },
});

export type ScoutInput = Input<typeof spec>;
type ScoutOptions = Parsed<typeof spec>;

/** Random points that depend on every bit of what was told before: whoever tells it something else sees it go elsewhere. */
const wander = sequential<ScoutOptions>(function* scout({ space, random }, { generations, size }) {
  let heard = 0;
  for (let generation = 0; generation < generations; generation++) {
    const points = Array.from({ length: size }, (_, i) => {
      const x = space.low.map((low, d) => {
        const share = (random.uniform() + heard / 2 ** 32) % 1;
        return low + share * ((space.high[d] as number) - low);
      });
      return i % 2 === 0 ? { x } : ({ x, wants: ['gradient', 'residuals'] } as const);
    });
    heard = (yield points).reduce(digest, heard);
  }
  return { by: 'scout', message: `${generations} generations were made` };
});

/** Tells by a diary where it is asked. */
const plugin: OptimizerPlugin<ScoutOptions, SequentialState> = {
  name: 'scout',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  options: spec,
  parse: given => parseOptions(spec, given, 'scout'),
  create(context, options, state): Optimizer<SequentialState> {
    const scout = wander(context, options, state);
    let extras = 0;
    return {
      ask(limit) {
        const proposals = scout.ask(limit);
        const { diary } = options;
        if (diary !== undefined)
          write(diary, { type: 'ask', points: proposals.map(({ x }) => linearKeyOf(x)), place: here() });
        return proposals;
      },
      tell(proposals, evaluations) {
        // What replay does not keep cannot lead it elsewhere, but nobody may be told more in one place than in another.
        extras += evaluations.filter(evaluation => 'extras' in evaluation).length;
        if (extras > 0) throw new Error(`it was told extras with ${extras} trials`);
        scout.tell(proposals, evaluations);
      },
      get stop() {
        return scout.stop;
      },
      snapshot: () => scout.snapshot(),
    };
  },
};
export default plugin;

function digest(heard: number, { value, gradient, residuals }: Evaluation): number {
  const numbers = Float64Array.of(
    value,
    gradient?.length ?? -1,
    ...(gradient ?? []),
    residuals?.length ?? -1,
    ...(residuals ?? []),
  );
  return new Uint8Array(numbers.buffer).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, heard);
}
