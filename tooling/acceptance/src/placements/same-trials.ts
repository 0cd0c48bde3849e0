import assert from 'node:assert/strict';
import { keyOf } from './diary.js';
import type { Observation, ObservedRun, Trial } from './observe.js';

/** Asserts that two studies made the same runs with the same trials, to the last bit, however they were spread. */
export function assertSameRuns(actual: Observation, expected: Observation): void {
  assert.deepEqual(briefly(actual), briefly(expected));
  for (const [id, run] of expected.runs) assertSameTrials(id, actual.runs.get(id) as ObservedRun, run);
}

function assertSameTrials(id: number, actual: ObservedRun, expected: ObservedRun): void {
  for (const [i, trial] of expected.trials.entries())
    assert.deepEqual(figures(actual.trials[i]), figures(trial), `run ${id} (${expected.optimizer}), trial ${i + 1}`);
}

/** What of a trial must not depend on its place. */
function figures(trial: Trial | undefined): unknown {
  if (trial === undefined) return 'missing';
  const { point, value, failure, told } = trial;
  return { point: [...point], bits: keyOf(point), value, failure, seed: told?.seed, wants: told?.wants };
}

function briefly({ runs }: Observation): unknown {
  return [...runs]
    .sort(([a], [b]) => a - b)
    .map(([id, { optimizer, start, trials, end }]) => ({
      id,
      optimizer,
      start: [...start],
      trials: trials.length,
      end,
    }));
}
