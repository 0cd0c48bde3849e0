import {
  createRandom,
  type Optimizer,
  type OptimizerPlugin,
  type OptimizerStart,
  type Parameter,
  type Plain,
  type Random,
  type Space,
  searchSpace,
} from '@glompo/core';

/** The plugin under test and how it is asked. */
export interface OptimizerSubject {
  readonly plugin: OptimizerPlugin;
  /** As a user would write them. */
  readonly options: unknown;
  readonly seed: number;
  /** Trials that the comparing cases look at. */
  readonly trials: number;
}

/** A box and a start in it, in which an optimizer is created. */
export interface Setting {
  readonly space: Space;
  readonly start: OptimizerStart;
}

/** The start at 0.3 of every range; 0.25 in unbounded spaces. */
export function settingOf(parameters: readonly Parameter[], start: Partial<OptimizerStart> = {}): Setting {
  const space = searchSpace(parameters);
  const { spread } = start;
  return { space, start: { point: start.point ?? inside(space, 0.3), ...(spread && { spread }) } };
}

/** [−3, 5] in every dimension. */
export function boxOf(dimensions: number): Setting {
  return settingOf(Array.from({ length: dimensions }, (_, i) => real(i, -3, 5)));
}

export function real(index: number, low: number, high: number, scale: 'linear' | 'log' = 'linear'): Parameter {
  return { kind: 'real', name: `x${index + 1}`, low, high, scale };
}

/** The point at this share of every range. */
export function inside({ low, high }: Space, share: number): Float64Array {
  return Float64Array.from(low, (from, i) => {
    const to = high[i] as number;
    if (!Number.isFinite(from) || !Number.isFinite(to)) return 0.25;
    return share === 1 ? to : from + share * (to - from);
  });
}

/** Creates the optimizer of the subject; what is handed over is the optimizer's own, so everything is a copy. */
export async function create(
  subject: OptimizerSubject,
  { space, start }: Setting,
  { seed = subject.seed, state }: { readonly seed?: number; readonly state?: Plain } = {},
): Promise<Optimizer> {
  const { plugin } = subject;
  const { point, spread } = start;
  return plugin.create(
    { space, start: { point: point.slice(), ...(spread && { spread: spread.slice() }) }, random: createRandom(seed) },
    plugin.parse(subject.options),
    state,
  );
}

/** Whether the optimizer, with the options of the subject, is told results as they come. */
export function isAsynchronous({ plugin, options }: OptimizerSubject): boolean {
  return (plugin.traitsOf?.(plugin.parse(options)) ?? plugin.traits).asynchronous;
}

/** A stream for the decisions of a case, apart from the optimizer's. */
export function chance(subject: OptimizerSubject, purpose: number): Random {
  return createRandom(subject.seed, 0x7e57, purpose);
}
