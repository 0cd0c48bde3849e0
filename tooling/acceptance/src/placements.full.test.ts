import { describe, test } from 'vitest';
import { otherNodes, runProgram, thisNode } from './nodes.js';

const programs = ['matrix', 'mixed', 'command-line'];

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
