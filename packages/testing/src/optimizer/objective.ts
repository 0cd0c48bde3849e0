import type { Evaluation, Space, Want } from '@glompo/core';

/** What trials give: a function of the point and of the trial's ordinal (from 0), in search coordinates. */
export type Objective = (x: Float64Array, trial: number, wants: readonly Want[]) => Evaluation;

/** Coordinates of the optimum, as shares of the ranges. */
const optimum = (i: number) => 0.62 + 0.07 * Math.sin(i);

/** Σ (u − u*)² over shares u of the ranges, with its gradient and residuals if wanted. */
export function sphere(space: Space): Objective {
  const { low, width } = ranges(space);
  return (x, _trial, wants) => {
    const residuals = x.map((value, i) => (value - low[i]!) / width[i]! - optimum(i));
    return {
      value: residuals.reduce((sum, r) => sum + r * r, 0),
      ...(wants.includes('gradient') && { gradient: residuals.map((r, i) => (2 * r) / width[i]!) }),
      ...(wants.includes('residuals') && { residuals }),
    };
  };
}

/** The sphere with ripples: many minima (its residuals are the sphere's, and the ripples' square roots). */
export function ripples(space: Space): Objective {
  const { width } = ranges(space);
  const smooth = sphere(space);
  const height = 0.05;
  const turns = 6 * Math.PI;
  return (x, trial, wants) => {
    const base = smooth(x, trial, ['gradient', 'residuals']);
    const distances = base.residuals as Float64Array;
    const gradient = base.gradient as Float64Array;
    const waves = distances.map(d => height * (1 - Math.cos(turns * d)));
    return {
      value: base.value + waves.reduce((sum, w) => sum + w, 0),
      ...(wants.includes('gradient') && {
        gradient: gradient.map((g, i) => g + (height * turns * Math.sin(turns * distances[i]!)) / width[i]!),
      }),
      ...(wants.includes('residuals') && { residuals: Float64Array.of(...distances, ...waves.map(Math.sqrt)) }),
    };
  };
}

/** The value only, whatever is wanted. */
export function valueOnly(objective: Objective): Objective {
  return (x, trial) => ({ value: objective(x, trial, []).value });
}

/** Failed trials: +Infinity and nothing else, where `fails` says so. */
export function failing(objective: Objective, fails: (trial: number) => boolean): Objective {
  return (x, trial, wants) => (fails(trial) ? { value: Number.POSITIVE_INFINITY } : objective(x, trial, wants));
}

function ranges({ low, high }: Space): { low: Float64Array; width: Float64Array } {
  const finite = low.map((from, i) => (Number.isFinite(from) && Number.isFinite(high[i]!) ? 1 : 0));
  return {
    low: low.map((from, i) => (finite[i] ? from : -2)),
    width: high.map((to, i) => (finite[i] ? to - low[i]! : 4)),
  };
}
