import type { OptionsSpec } from '../options/options.js';
import type { Parameter } from './parameter.js';
import type { MaybePromise, Plain } from './plain.js';
import type { Random } from './random.js';
import type { Reason } from './reason.js';
import type { Evaluation, Proposal } from './task.js';
import type { Variation } from './variation.js';

/**
 * The box an optimizer searches, in search coordinates: the task's units for linear parameters, log10 of them for
 * logarithmic ones. Integers reach half a unit beyond their bounds, and are rounded on their way to the task's units. Inside a study all
 * bounds are finite; an optimizer used by itself accepts infinite ones.
 */
export interface Space {
  readonly dimensions: number;
  readonly parameters: readonly Parameter[];
  /** Lower bounds, one per dimension, search coordinates. */
  readonly low: Float64Array;
  /** Upper bounds, one per dimension, search coordinates. */
  readonly high: Float64Array;
}

/** Where a run begins, in search coordinates. */
export interface OptimizerStart {
  readonly point: Float64Array;
  /** Standard deviation per coordinate that the start rule suggests; optimizers without use for it ignore it. */
  readonly spread?: Float64Array;
}

/** How an optimizer takes a point of others: with its value, as if it were its own; or only as a direction in which to try. */
export type InjectionMode = 'exact' | 'nudged';

/**
 * An algorithm as a state machine. It owns no loop, no clock, no channel; it is at rest whenever nobody calls it.
 *
 * Laws (checked by `@glompo/testing`): the sequence of points does not depend on how it is split over `ask` calls; points lie
 * inside the bounds; a restored optimizer's `ask` first returns again, in order, all that was asked and not told; arrays
 * handed over belong to the receiver.
 */
export interface Optimizer<State extends Plain = Plain> {
  /**
   * The points wanted now, at most `limit` (≥ 1). Fewer than `limit` means: no more until something is told. Empty only
   * while trials are outstanding or after the stop.
   */
  ask(limit: number): readonly Proposal[];
  /**
   * Results, `proposals[i]` ↔ `evaluations[i]`, in the order in which the points were asked; an asynchronous optimizer is told in any
   * order, and knows a point by its coordinates. Failed trials arrive as +Infinity.
   */
  tell(proposals: readonly Proposal[], evaluations: readonly Evaluation[]): void;
  /**
   * A point worth knowing, found elsewhere.
   *
   * @param how what to do with it, for optimizers that can do either; absent: as they are set
   */
  inject?(x: Float64Array, value: number, how?: InjectionMode): void;
  /** Set when the optimizer has finished; never unset. */
  readonly stop: Reason | undefined;
  /** Everything needed to go on bit for bit; valid between any two calls; shares no memory with the optimizer. */
  snapshot(): State;
}

export interface OptimizerContext {
  readonly space: Space;
  readonly start: OptimizerStart;
  /** The run's own stream, at its beginning also when a state is restored (a restored state brings its own position). */
  readonly random: Random;
}

export interface OptimizerTraits {
  /** Profits from hearing each result at once: told out of ask order, gives up reproducibility across numbers of slots. */
  readonly asynchronous: boolean;
  /** The kinds of parameters it understands. */
  readonly kinds: readonly Parameter['kind'][];
}

/** The default export of a module named in a package's manifest under `glompo.optimizers`. */
export interface OptimizerPlugin<Options extends Plain = Plain, State extends Plain = Plain> {
  readonly name: string;
  /** The plugin API it was built for. */
  readonly api: 1;
  /** `import.meta.url` of the module whose default export this is: workers import it from there. */
  readonly module: string;
  readonly traits: OptimizerTraits;
  /** The traits under checked options, where they depend on them. Default: `traits`. */
  traitsOf?(options: Options): OptimizerTraits;
  /** One sentence, for lists. */
  readonly description?: string;
  /** What `parse` accepts: for lists and help, and the order of positional values in text. A plugin that checks by other means leaves it out. */
  readonly options?: OptionsSpec;
  /** Checks options once and fills in defaults; throws a `GlompoError` that names the option. */
  parse(options: unknown): Options;
  /** Checked options of a run that differs from others so, in a space of so many dimensions. Optimizers without it are never varied. */
  vary?(options: Options, variation: Variation, space: Pick<Space, 'dimensions'>): Options;
  create(context: OptimizerContext, options: Options, state?: State): MaybePromise<Optimizer<State>>;
}

/**
 * Options of optimizers by name, grown by module augmentation: a plugin package adds
 * `declare module '@glompo/core' { interface OptimizerOptions { cmaes: CmaesOptions } }`, and `optimizer('cmaes', { … })` is
 * checked in the editor.
 */
// biome-ignore lint/suspicious/noEmptyInterface: it exists to be augmented
export interface OptimizerOptions {}
