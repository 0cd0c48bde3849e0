import type { Space } from '../contracts/optimizer.js';
import { StepWindow } from './step-window.js';

/** How far back the conditions of a study look at its runs; nothing older is kept. */
export interface Lookback {
  readonly values: number;
  readonly steps: number;
}

interface Looking {
  readonly lookback?: number;
  readonly stepLookback?: number;
}

/** As far as the farthest of them. */
export function lookbackOf(...conditions: readonly (Looking | undefined)[]): Lookback {
  return {
    values: Math.max(0, ...conditions.map(condition => condition?.lookback ?? 0)),
    steps: Math.max(0, ...conditions.map(condition => condition?.stepLookback ?? 0)),
  };
}

export function reachesBeyond(condition: Looking, { values, steps }: Lookback): boolean {
  return (condition.lookback ?? 0) > values || (condition.stepLookback ?? 0) > steps;
}

/** What a run keeps for them. */
export function windowsFor({ values, steps }: Lookback, space: Space) {
  return { lookback: values, ...(steps > 0 && { steps: new StepWindow(space, steps) }) };
}
