import { describe, expect, test } from 'vitest';
import { killAtRandomMoments, roundsElsewhere, roundsOnProcesses } from './endings/moments.js';

const minutes = 60_000;

describe.runIf(process.platform === 'linux')('a manager that is killed at random moments, with SIGKILL', () => {
  test.each([
    ['a hundred times, optimizers and trials on processes, with workers that run or are stuck', roundsOnProcesses(100)],
    ['a hundred times, in the other placements with trials on processes', roundsElsewhere(100)],
  ])('leaves nothing: %s', { timeout: 40 * minutes }, async (_what, rounds) => {
    const took = await killAtRandomMoments(rounds, 2);
    console.log(
      `nothing left after ${took.reduce((sum, ms) => sum + ms, 0) / took.length} ms, at most ${Math.max(...took)} ms`,
    );
    expect(took).toHaveLength(100);
  });
});
