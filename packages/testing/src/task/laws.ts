import { checkParameters, type Evaluation, show } from '@glompo/core';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ConformanceError, ensure, ensurePlain, ensureSame } from '../cases/expect.js';
import { type Bench, randomPoints, type TaskSubject, withTask } from './subject.js';

/** What every task keeps. */
export const taskLaws: readonly Law<TaskSubject>[] = [
  {
    name: 'has parameters with finite bounds, and a start inside them if any',
    check: subject =>
      withTask(subject, async ({ task }) => {
        checkParameters(task.parameters, 'the task');
        ensurePlain(task.parameters, 'parameters');
        if (task.start === undefined) return;
        ensureSame(task.start.length, task.parameters.length, 'coordinates of the start');
        for (const [i, { name, low, high, kind }] of task.parameters.entries()) {
          const value = task.start[i] as number;
          ensure(value >= low && value <= high, `start: ${name} is ${value}, outside of [${low}, ${high}]`);
          ensure(kind === 'real' || Number.isInteger(value), `start: ${name} is ${value}, which is no whole number`);
        }
      }),
  },
  {
    name: 'gives a number for every point: finite or +Infinity, and not always the latter',
    check: subject =>
      withTask(subject, async bench => {
        let finite = 0;
        for (const x of [...randomPoints(bench.task, subject), ...corners(bench)]) {
          const { value } = await bench.evaluate(x);
          ensure(
            typeof value === 'number' && value > Number.NEGATIVE_INFINITY,
            () => `at ${show(x)} the value is ${show(value)}`,
          );
          if (Number.isFinite(value)) finite++;
        }
        ensure(finite > 0, 'no point has a finite value');
      }),
  },
  {
    name: 'repeats its values, whatever was evaluated in between, and in a second copy',
    async check(subject) {
      if (!subject.deterministic) return new NotApplicable('declared not to be deterministic');
      const evaluateAll = async ({ task, evaluate }: Bench, backwards: boolean) => {
        const values: number[] = [];
        const order = [...randomPoints(task, subject).entries()];
        for (const [i, x] of backwards ? order.reverse() : order) values[i] = (await evaluate(x, [], i + 1)).value;
        return values;
      };
      const { there, back } = await withTask(subject, async bench => ({
        there: await evaluateAll(bench, false),
        back: await evaluateAll(bench, true),
      }));
      ensureSame(back, there, 'values, evaluated again in reverse order');
      const second = await withTask(subject, bench => evaluateAll(bench, false));
      ensureSame(second, there, 'values of a second copy');
      return undefined;
    },
  },
  {
    name: 'keeps no hold on what it gave',
    check: subject =>
      withTask(subject, async bench => {
        const wants = ['gradient', 'residuals'] as const;
        const [elsewhere, ...points] = randomPoints(bench.task, subject, 5) as [Float64Array, ...Float64Array[]];
        for (const x of points) {
          const given = await bench.evaluate(x, wants);
          const before = structuredClone(given);
          await bench.evaluate(elsewhere, wants, 2);
          ensureSame(given, before, `what it gave at ${show(x)}, after another evaluation`);
          given.gradient?.fill(Number.NaN);
          given.residuals?.fill(Number.NaN);
          if (subject.deterministic) {
            ensureSame(
              await bench.evaluate(x, wants),
              before,
              `what it gives at ${show(x)}, after that was written over`,
            );
          }
        }
      }),
  },
  {
    name: 'gives the same value whatever is wanted beside it',
    check: subject =>
      withTask(subject, async bench => {
        if (!subject.deterministic) return new NotApplicable('declared not to be deterministic');
        for (const x of randomPoints(bench.task, subject)) {
          const { value } = await bench.evaluate(x);
          for (const want of ['gradient', 'residuals'] as const) {
            const { value: beside } = await bench.evaluate(x, [want]);
            const apart = Math.abs(beside - value);
            ensure(
              Object.is(beside, value) || apart <= 1e-12 * Math.abs(value),
              `at ${show(x)} the value is ${value}, with ${want} wanted ${beside}`,
            );
          }
        }
        return undefined;
      }),
  },
  {
    name: 'gives gradients that agree with central differences of its values',
    check: subject =>
      withTask(subject, async bench => {
        if (!subject.deterministic) return new NotApplicable('declared not to be deterministic');
        let compared = 0;
        for (const x of randomPoints(bench.task, subject)) {
          const { value, gradient } = await bench.evaluate(x, ['gradient']);
          if (gradient === undefined || !Number.isFinite(value)) continue;
          ensure(gradient instanceof Float64Array, `the gradient is no Float64Array, but ${show(gradient)}`);
          ensureSame(gradient.length, x.length, 'entries of the gradient');
          await ensureSlope(bench, x, { value, gradient }, subject.gradientTolerance);
          compared++;
        }
        return compared === 0 ? new NotApplicable('it gives no gradient') : undefined;
      }),
  },
];

/** The lowest and the highest point, and the start. */
function corners({ task: { parameters, start } }: Bench): Float64Array[] {
  const ends = [Float64Array.from(parameters, p => p.low), Float64Array.from(parameters, p => p.high)];
  return start === undefined ? ends : [...ends, Float64Array.from(start)];
}

/** Of several steps one must fit: long ones err by curvature, short ones by cancellation. */
async function ensureSlope(
  bench: Bench,
  x: Float64Array,
  { value, gradient }: Required<Pick<Evaluation, 'value' | 'gradient'>>,
  tolerance: number,
): Promise<void> {
  let nearest: { miss: number; differences?: Float64Array } = { miss: Number.POSITIVE_INFINITY };
  for (const step of [1e-5, 1e-6, 1e-7, 1e-4]) {
    const differences = await centralDifferences(bench, { x, gradient, step });
    const miss = distance(differences, gradient);
    // Values are known to about 1e-16 of their size, differences to that divided by the step.
    const noise = Math.abs(value) * (1e-15 / step);
    if (miss <= tolerance * Math.max(length(gradient), length(differences)) + noise) return;
    if (miss < nearest.miss) nearest = { miss, differences };
  }
  throw new ConformanceError(
    `at ${show(x)} the gradient is ${show(gradient)}, central differences are ${show(nearest.differences)}`,
  );
}

/** There is none with respect to an integer: what the gradient says there is left as it is. */
async function centralDifferences(
  { task, evaluate }: Bench,
  { x, gradient, step }: { readonly x: Float64Array; readonly gradient: Float64Array; readonly step: number },
): Promise<Float64Array> {
  const slope = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const parameter = task.parameters[i]!;
    if (parameter.kind === 'integer') {
      slope[i] = gradient[i]!;
      continue;
    }
    const { low, high, scale } = parameter;
    const h = step * (scale === 'log' ? x[i]! : Math.min(1, high - low) * Math.max(1, Math.abs(x[i]!)));
    const below = x.with(i, Math.max(low, x[i]! - h));
    const above = x.with(i, Math.min(high, x[i]! + h));
    const rise = (await evaluate(above)).value - (await evaluate(below)).value;
    slope[i] = rise / (above[i]! - below[i]!);
  }
  return slope;
}

function length(vector: Float64Array): number {
  return Math.hypot(...vector);
}

function distance(a: Float64Array, b: Float64Array): number {
  return length(a.map((value, i) => value - b[i]!));
}
