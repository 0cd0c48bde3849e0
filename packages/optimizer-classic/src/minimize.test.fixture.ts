import {
  type Bounds,
  box,
  createRandom,
  type Evaluation,
  type Optimizer,
  type OptimizerPlugin,
  type Plain,
  type Proposal,
  parametersFromBounds,
  type Reason,
  searchSpace,
} from '@glompo/core/plugin';

/** Something to minimise from a start. */
export interface Problem {
  readonly bounds: Bounds;
  readonly start: readonly number[];
  readonly spread?: readonly number[];
  value(x: Float64Array): number;
  /** Absent: the problem has no gradient to give. */
  gradient?(x: Float64Array): Float64Array;
}

export interface Outcome {
  readonly points: readonly Float64Array[];
  readonly best: { readonly x: Float64Array; readonly value: number };
  /** How often it asked. */
  readonly batches: number;
  readonly stop: Reason | undefined;
}

export function create(
  plugin: OptimizerPlugin,
  { bounds, start, spread }: Problem,
  { options = {}, state }: { readonly options?: unknown; readonly state?: Plain | undefined } = {},
): Optimizer {
  const space = searchSpace(parametersFromBounds(bounds));
  const context = {
    space,
    start: { point: Float64Array.from(start), ...(spread && { spread: Float64Array.from(spread) }) },
    random: createRandom(1),
  };
  const created = plugin.create(context, plugin.parse(options), state);
  if (created instanceof Promise) throw new TypeError('these plugins create at once');
  return created;
}

export function evaluate(problem: Problem, { x, wants = [] }: Proposal): Evaluation {
  const value = problem.value(x);
  return value < Number.POSITIVE_INFINITY && wants.includes('gradient') && problem.gradient
    ? { value, gradient: problem.gradient(x) }
    : { value };
}

/** Tells all that it asks for until it stops, or has asked for `most` points. */
export function minimize(plugin: OptimizerPlugin, problem: Problem, options: unknown = {}, most = 100_000): Outcome {
  const optimizer = create(plugin, problem, { options });
  const points: Float64Array[] = [];
  let best: Outcome['best'] = { x: new Float64Array(0), value: Number.POSITIVE_INFINITY };
  let batches = 0;
  while (optimizer.stop === undefined && points.length < most) {
    const asked = optimizer.ask(1000);
    batches++;
    const evaluations = asked.map(proposal => evaluate(problem, proposal));
    for (const [k, { x }] of asked.entries()) {
      points.push(x.slice());
      if (evaluations[k]!.value < best.value) best = { x, value: evaluations[k]!.value };
    }
    optimizer.tell(asked, evaluations);
  }
  return { points, best, batches, stop: optimizer.stop };
}

export function isInside(x: Float64Array, bounds: Bounds): boolean {
  return x.every((v, i) => v >= bounds[i]![0] && v <= bounds[i]![1]);
}

/** Σ (i + 1)(x_i − target_i)². */
export function quadratic(target: readonly number[], bounds: Bounds, start: readonly number[]): Problem {
  return {
    bounds,
    start,
    value: x => x.reduce((sum, v, i) => sum + (i + 1) * (v - target[i]!) ** 2, 0),
    gradient: x => x.map((v, i) => 2 * (i + 1) * (v - target[i]!)),
  };
}

export function rosenbrock(n: number): Problem {
  return {
    bounds: box(n, -5, 10),
    start: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    value: x => {
      let sum = 0;
      for (let i = 0; i + 1 < n; i++) sum += 100 * (x[i + 1]! - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2;
      return sum;
    },
    gradient: x => {
      const g = new Float64Array(n);
      for (let i = 0; i + 1 < n; i++) {
        const bend = x[i + 1]! - x[i]! ** 2;
        g[i]! += -400 * bend * x[i]! - 2 * (1 - x[i]!);
        g[i + 1]! += 200 * bend;
      }
      return g;
    },
  };
}

/** A cluster of atoms in a cube, ε = σ = 1. */
export function lennardJones(atoms: number, half: number, start: readonly number[]): Problem {
  const energy = (x: Float64Array, g: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i += 3) {
      for (let j = 0; j < i; j += 3) {
        const [dx, dy, dz] = [x[i]! - x[j]!, x[i + 1]! - x[j + 1]!, x[i + 2]! - x[j + 2]!];
        const inverse = 1 / (dx * dx + dy * dy + dz * dz);
        // Not a power: its last bit differs between platforms, and runs part on it.
        const sixth = inverse * inverse * inverse;
        sum += 4 * sixth * (sixth - 1);
        const force = -24 * inverse * sixth * (2 * sixth - 1);
        for (const [k, d] of [dx, dy, dz].entries()) {
          g[i + k]! += force * d;
          g[j + k]! -= force * d;
        }
      }
    }
    return sum;
  };
  return {
    bounds: box(3 * atoms, -half, half),
    start,
    value: x => energy(x, new Float64Array(x.length)),
    gradient: x => {
      const g = new Float64Array(x.length);
      energy(x, g);
      return g;
    },
  };
}
