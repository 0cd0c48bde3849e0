import { describe, test } from 'vitest';
import { otherNodes, runProgram, thisNode } from './nodes.js';

const timeout = 250_000;

describe(thisNode.name, () => {
  test('a study that finds out where it runs makes the same trials, and says where', { timeout }, () =>
    runProgram(thisNode, 'placements/auto.program.js'),
  );

  test('the command line places studies as code does', { timeout }, () =>
    runProgram(thisNode, 'placements/command-line.program.js'),
  );
});

// Each Node, and all cells, take too long for every day: see placements.full.test.ts.
for (const node of [thisNode, ...otherNodes.slice(0, 1)]) {
  describe(node.name, () => {
    test('a run makes the same trials in every placement, and each is what it says', { timeout }, async ({ skip }) => {
      if (node.missing) skip(node.missing);
      await runProgram(node, 'placements/matrix.program.js', ['pairwise']);
    });
  });
}
