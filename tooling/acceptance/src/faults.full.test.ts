import { describe, test } from 'vitest';
import { otherNodes, runProgram, thisNode } from './nodes.js';
import { optimizerPlaces, trialPlaces } from './placements/cells.js';

const minutes = 60_000;

describe('every fault in every placement', () => {
  for (const optimizers of optimizerPlaces) {
    for (const trials of trialPlaces) {
      test(`${optimizers}/${trials}`, { timeout: 31 * minutes }, async () => {
        await runProgram(thisNode, 'faults/faults.program.js', ['all', `${optimizers}/${trials}`], {
          timeout: 30 * minutes,
        });
      });
    }
  }
});

for (const [i, node] of otherNodes.entries()) {
  test(`every fault in one placement, every placement with some, on ${node.name}`, { timeout: 31 * minutes }, async ({
    skip,
  }) => {
    if (node.missing) skip(node.missing);
    await runProgram(node, 'faults/faults.program.js', ['spread', String(2 + 5 * i)], { timeout: 30 * minutes });
  });
}
