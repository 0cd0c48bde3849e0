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

test('a study of which 1 % of the calls hang and 1 % kill their worker makes the same trials', {
  timeout: 11 * minutes,
}, async () => {
  const rows = [
    'processes/with-optimizer',
    'threads/with-optimizer',
    'threads/threads',
    'inline/processes',
    'processes/processes',
  ];
  const printed = await runProgram(thisNode, 'faults/one-percent.program.js', rows, { timeout: 10 * minutes });
  // Figures are told, and not asserted: another program may have taken the machine.
  for (const [, figures] of printed.matchAll(/ℹ (.*slot time.*)/g)) console.log(figures);
});
