import type { MaybePromise, Optimizer, OptimizerContext, OptimizerPlugin, Plain } from '@glompo/core';
import walk from '../fixtures/walk.plugin.js';

export const plugin = walk as OptimizerPlugin;

/** A walk whose plugin is changed. */
export const otherPlugin = (change: object): OptimizerPlugin => ({ ...plugin, ...change });

/** A walk whose optimizer is changed; `original` is the unchanged one. */
export function changed(
  change: (original: Optimizer, context: OptimizerContext) => Partial<Optimizer>,
): OptimizerPlugin {
  return otherPlugin({
    create(context: OptimizerContext, options: Plain, state?: Plain): Optimizer {
      return wrap(plugin.create(context, options, state), original => change(original, context));
    },
  });
}

export function wrap(created: MaybePromise<Optimizer>, change: (original: Optimizer) => Partial<Optimizer>): Optimizer {
  const original = created as Optimizer;
  const base = {
    ask: (limit: number) => original.ask(limit),
    tell: original.tell.bind(original),
    inject: (x: Float64Array, value: number) => original.inject?.(x, value),
    snapshot: () => original.snapshot(),
  };
  const changes = change(original);
  const optimizer = Object.defineProperties(
    { ...base },
    { stop: { get: () => original.stop, configurable: true } },
  ) as unknown as Optimizer;
  return Object.defineProperties(optimizer, Object.getOwnPropertyDescriptors(changes));
}

/** Changes every proposal's point. */
export const moved = (move: (x: Float64Array, context: OptimizerContext) => Float64Array | undefined) =>
  changed((original, context) => ({
    ask: limit => original.ask(limit).map(p => ({ ...p, x: move(p.x, context) ?? p.x })),
  }));

export const setAt = (x: Float64Array, i: number, value: number) => {
  x[i] = value;
  return x;
};
