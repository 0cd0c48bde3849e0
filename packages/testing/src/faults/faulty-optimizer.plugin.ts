import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import {
  defineOptions,
  type Input,
  type Optimizer,
  type OptimizerContext,
  type OptimizerPlugin,
  optimizerFactory,
  type Parsed,
  type Plain,
  type Proposal,
  parseOptions,
} from '@glompo/core/plugin';
import { type OptimizerFault, optimizerFaultNames } from './optimizer-faults.js';

const spec = defineOptions({
  fault: {
    type: 'choice',
    of: optimizerFaultNames as readonly [OptimizerFault, ...OptimizerFault[]],
    description: 'how it misbehaves',
  },
  folder: {
    type: 'string',
    optional: true,
    description: 'where it is noted that it computes without end (looping-…)',
  },
  after: { type: 'integer', min: 0, default: 12, description: 'so many points are asked in order before' },
});

export type FaultyOptimizerInput = Input<typeof spec>;
type FaultyOptimizerOptions = Parsed<typeof spec>;

/** Random points of the box, six at a time, until it misbehaves. */
class FaultyOptimizer implements Optimizer {
  readonly #context: OptimizerContext;
  readonly #options: FaultyOptimizerOptions;
  #asked: number;
  #again: Float64Array[];
  #outstanding: Float64Array[];

  constructor(context: OptimizerContext, options: FaultyOptimizerOptions, state?: FaultyState) {
    this.#context = context;
    this.#options = options;
    this.#asked = state?.asked ?? 0;
    this.#outstanding = [...(state?.outstanding ?? [])];
    this.#again = [...this.#outstanding];
    if (state) context.random.restore(state.random);
    if (options.fault === 'throws-in-create') throw new RangeError('thrown in create, on purpose');
  }

  get stop() {
    const { fault } = this.#options;
    return fault === 'stops-at-once' ? { by: 'faulty', message: 'it stops before it has begun' } : undefined;
  }

  ask(limit: number): readonly Proposal[] {
    const points = this.#again.splice(0, limit);
    while (points.length < limit && this.#outstanding.length < 6) {
      const x = this.#next();
      this.#outstanding.push(x);
      points.push(x);
    }
    return points.map(x => ({ x: x.slice() }));
  }

  tell(proposals: readonly Proposal[]): void {
    this.#outstanding.splice(0, proposals.length);
    if (!this.#isDue) return;
    if (this.#options.fault === 'throws-in-tell') throw new RangeError('thrown in tell, on purpose');
    if (this.#options.fault === 'exits-in-tell') process.exit(5);
  }

  snapshot(): Plain {
    if (this.#options.fault === 'throws-in-snapshot') throw new RangeError('thrown in snapshot, on purpose');
    return {
      asked: this.#asked,
      outstanding: this.#outstanding.map(x => x.slice()),
      random: this.#context.random.snapshot(),
    } satisfies FaultyState;
  }

  get #isDue(): boolean {
    return this.#asked >= this.#options.after;
  }

  #next(): Float64Array {
    const { space, random } = this.#context;
    const { fault } = this.#options;
    const x = space.low.map((low, i) => low + random.uniform() * ((space.high[i] as number) - low));
    if (this.#isDue) {
      if (fault === 'throws-in-ask') throw new RangeError('thrown in ask, on purpose');
      if (fault === 'loops-in-ask') loop(this.#options.folder);
      if (fault === 'asks-out-of-bounds') x[0] = (space.high[0] as number) + 1;
      if (fault === 'asks-nan') x[0] = Number.NaN;
    }
    this.#asked++;
    return x;
  }
}

function loop(folder: string | undefined): never {
  if (folder !== undefined) writeFileSync(join(folder, `looping-${process.pid}-${threadId}`), '');
  for (;;);
}

type FaultyState = {
  readonly asked: number;
  readonly outstanding: readonly Float64Array[];
  readonly random: ReturnType<OptimizerContext['random']['snapshot']>;
};

const plugin: OptimizerPlugin<FaultyOptimizerOptions, Plain> = {
  name: 'faulty',
  api: 1,
  module: import.meta.url,
  traits: { asynchronous: false, kinds: ['real'] },
  description: 'Random points, until it misbehaves: for tests.',
  options: spec,
  parse: options => parseOptions(spec, options, 'faulty'),
  create: (context, options, state) => new FaultyOptimizer(context, options, state as FaultyState | undefined),
};
export default plugin;

/** An optimizer that misbehaves, as a study is told of it. */
export const faultyOptimizer = optimizerFactory<FaultyOptimizerInput>(plugin);
