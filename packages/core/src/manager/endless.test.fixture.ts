import type { Optimizer, OptimizerPlugin } from '../contracts/optimizer.js';
import { optimizerFactory } from '../registry/choice.js';

/** Always has another point: it never waits for what was asked before. */
export const endless = optimizerFactory({
  name: 'endless',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  parse: () => null,
  create: ({ random }): Optimizer<null> => ({
    ask: limit => Array.from({ length: limit }, () => ({ x: Float64Array.of(random.uniform()) })),
    tell() {},
    stop: undefined,
    snapshot: () => null,
  }),
} satisfies OptimizerPlugin<null>);
