import { describe, test } from 'vitest';
import { otherNodes, runProgram, thisNode } from './nodes.js';

const timeout = 250_000;

describe(thisNode.name, () => {
  test('placements may differ between the optimizers of one study', { timeout }, () =>
    runProgram(thisNode, 'placements/mixed.program.js'),
  );

  test('a study that finds out where it runs makes the same trials, and says where', { timeout }, () =>
    runProgram(thisNode, 'placements/auto.program.js'),
  );

  test('the command line places studies as code does', { timeout }, () =>
    runProgram(thisNode, 'placements/command-line.program.js'),
  );
});

for (const node of [thisNode, ...otherNodes]) {
  describe(node.name, () => {
    // The rest of the matrix takes too long for every day: see placements.full.test.ts.
    test('a run makes the same trials in every placement, and each is what it says', { timeout }, async ({ skip }) => {
      if (node.missing) skip(node.missing);
      await runProgram(node, 'placements/matrix.program.js', ['pairwise']);
    });
  });
}
