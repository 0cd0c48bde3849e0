import type { Distribution } from './distribution.js';
import type { Injection } from './injection.js';
import type { DistributionState, InjectionsState } from './state.js';

export function captureDistribution(d: Distribution): DistributionState {
  return {
    mean: d.mean.slice(),
    sigma: d.sigma,
    sigma0: d.sigma0,
    scale: d.scale.slice(),
    widths: d.widths.slice(),
    shape: d.shape.snapshot(d.updates !== d.refreshedAt),
    pathSigma: d.pathSigma.slice(),
    // A copy of its own: where it lies there may be more.
    pathC: Float64Array.from(d.pathC),
    updates: d.updates,
    refreshedAt: d.refreshedAt,
  };
}

/** Overwrites `d`, of the same size, by a captured one. */
export function restoreDistribution(d: Distribution, state: DistributionState): void {
  d.mean.set(state.mean);
  d.sigma = state.sigma;
  d.sigma0 = state.sigma0;
  d.scale.set(state.scale);
  d.widths.set(state.widths);
  d.shape.restore(state.shape);
  d.pathSigma.set(state.pathSigma);
  d.pathC.set(state.pathC);
  d.updates = state.updates;
  d.refreshedAt = state.refreshedAt;
}

export function captureInjections(injections: readonly Injection[], n: number): InjectionsState {
  const points = new Float64Array(n * injections.length);
  for (const [k, { x }] of injections.entries()) points.set(x, k * n);
  const how = injections.some(i => i.how) && injections.map(i => i.how ?? null);
  return { points, values: Float64Array.from(injections, i => i.value), ...(how && { how }) };
}

export function restoreInjections({ points, values, how }: InjectionsState, n: number): Injection[] {
  return Array.from(values, (value, k) => {
    const mode = how?.[k];
    return { x: points.slice(k * n, (k + 1) * n), value, ...(mode && { how: mode }) };
  });
}
