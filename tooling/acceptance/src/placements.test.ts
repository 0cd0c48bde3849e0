import { describe, test } from 'vitest';
import { runProgram, thisNode } from './nodes.js';

const timeout = 250_000;

describe(thisNode.name, () => {
  // All cells, a study that finds out where it runs, the command line, and other versions of Node, take too long for every day: see
  // placements.full.test.ts.
  test('a run makes the same trials in every placement, and each is what it says', { timeout }, () =>
    runProgram(thisNode, 'placements/matrix.program.js', ['pairwise']),
  );
});
