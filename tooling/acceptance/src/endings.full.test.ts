import { expect, test } from 'vitest';
import { killAtRandomMoments } from './endings/moments.js';

test.runIf(process.platform === 'linux')(
  'a manager that is killed a hundred times, at random moments, leaves nothing',
  { timeout: 1_200_000 },
  async () => {
    const took = await killAtRandomMoments(100, 2);
    console.log(
      `nothing left after ${took.reduce((sum, ms) => sum + ms, 0) / took.length} ms, at most ${Math.max(...took)} ms`,
    );
    expect(took).toHaveLength(100);
  },
);
