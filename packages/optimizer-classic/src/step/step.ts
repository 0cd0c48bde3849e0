import { type Evaluation, GlompoError, type OptimizerContext, type Proposal, type Reason } from '@glompo/core/plugin';
import { Line } from './line.js';

export type StepSettings = { readonly maxPerCoordinate: number; readonly couplingTolerance: number };

type Steps<T> = Generator<readonly Proposal[], T, readonly Evaluation[]>;

/** How many points are tried until one has a value. */
const attempts = 20;
/** The best positions of all lines are tried together after so many trials. */
const togetherAfter = 10;

/**
 * Global search along each coordinate by itself, for functions that are sums of functions of one coordinate each. All lines are looked at together; whether
 * they depend on each other is tested with the first points and again as it goes, and it stops when they do.
 */
export function* step({ space, start, random }: OptimizerContext, settings: StepSettings): Steps<Reason> {
  const { dimensions: n, low, high, parameters } = space;
  for (let i = 0; i < n; i++)
    if (!Number.isFinite(low[i]!) || !Number.isFinite(high[i]!))
      throw new GlompoError(
        'GLOMPO_BOUNDS',
        `step: parameter "${parameters[i]?.name}" has no finite bounds to search between: [${low[i]}, ${high[i]}]`,
      );

  let evaluations = 0;
  const stop = (message: string, data: Readonly<Record<string, number>> = {}): Reason => ({
    by: 'step',
    message: `${message} (${evaluations} evaluations)`,
    data: { ...data, evaluations },
  });
  function* evaluate(points: readonly Float64Array[]): Steps<readonly number[]> {
    if (points.length === 0) return [];
    const told = yield points.map(point => ({ x: point }));
    evaluations += told.length;
    return told.map(({ value }) => value);
  }

  // Each line is searched with the other coordinates as they are here.
  const x = start.point.slice();
  let value = Number.POSITIVE_INFINITY;
  while (value === Number.POSITIVE_INFINITY && evaluations < attempts) {
    if (evaluations > 0) for (let i = 0; i < n; i++) x[i] = low[i]! + random.uniform() * (high[i]! - low[i]!);
    [value = value] = yield* evaluate([x.slice()]);
  }
  if (value === Number.POSITIVE_INFINITY)
    return { ...stop(`none of ${attempts} points has a finite value`), unfinished: true };

  const lines = Array.from(x, (xi, i) => new Line(low[i]!, high[i]!, xi));
  for (let sinceTogether = togetherAfter; ; ) {
    const wanted = lines.map(line =>
      line.points < settings.maxPerCoordinate && !line.isSettled ? line.next() : undefined,
    );
    const axes = [...wanted.keys()].filter(i => wanted[i] !== undefined);
    const values = yield* evaluate(axes.map(i => x.with(i, wanted[i]!)));
    for (const [k, i] of axes.entries()) lines[i]!.add(wanted[i]!, values[k]! - value);
    sinceTogether += axes.length;
    const isFirst = lines.every(line => line.points <= 2);
    const isLast = axes.length === 0;
    if (!isLast && sinceTogether < togetherAfter) continue;
    sinceTogether = 0;

    // The best of each line; at first the newest of each, better or not, to see at once whether the lines depend on each other.
    const changes = lines.map((line, i) => (isFirst ? values[axes.indexOf(i)]! - value : line.bestValue));
    const moved = [...changes.keys()].filter(i => Math.abs(changes[i]!) < Number.POSITIVE_INFINITY && changes[i] !== 0);
    const together = x.slice();
    for (const i of moved) together[i] = isFirst ? wanted[i]! : lines[i]!.best;
    const predicted = moved.reduce((sum, i) => sum + changes[i]!, 0);
    const [found = value] = moved.length > 1 ? yield* evaluate([together.slice()]) : [value + predicted];
    const size = moved.reduce((sum, i) => sum + Math.abs(changes[i]!), 0);
    const rounding = 1e-12 * n * Math.max(Math.abs(found), Math.abs(value));
    if (!(Math.abs(found - value - predicted) <= settings.couplingTolerance * size + rounding)) {
      const message = `the parameters depend on each other: moved together they change the value by ${figure(found - value)}, one by one by ${figure(predicted)}`;
      return { ...stop(message, { together: found - value, apart: predicted }), unfinished: true };
    }
    if (!isFirst && moved.length > 0) {
      x.set(together);
      value = found;
      for (const line of lines) line.rebase();
    }
    if (isLast) {
      const places = Math.max(...lines.map(({ points }) => points));
      return stop(`every parameter was searched at up to ${places} places`);
    }
  }
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
