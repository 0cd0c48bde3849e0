import { describe, test } from 'vitest';
import { otherNodes, runProgram, thisNode } from './nodes.js';

const programs = ['matrix', 'mixed', 'command-line'];

test('a study that finds out where it runs makes the same trials, and says where', { timeout: 250_000 }, () =>
  runProgram(thisNode, 'placements/auto.program.js'),
);

for (const node of [thisNode, ...otherNodes]) {
  describe(node.name, () => {
    for (const program of programs) {
      test(`all that is asked of this Node: ${program}`, { timeout: 250_000 }, async ({ skip }) => {
        if (node.missing) skip(node.missing);
        await runProgram(node, `placements/${program}.program.js`);
      });
    }
  });
}
