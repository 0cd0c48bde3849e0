import { test } from 'vitest';
import { runProgram, thisNode } from './nodes.js';

const timeout = 250_000;

// Backends by themselves are asked by their own tests (`backendConformance`).
test('faults on both levels: optimizers and trials on different workers', { timeout }, () =>
  runProgram(thisNode, 'faults/faults.program.js', ['quick', 'threads/processes', 'processes/threads']).then(() => {}),
);

test('a study of which 1 % of the calls hang and 1 % kill their worker makes the same trials', { timeout }, () =>
  runProgram(thisNode, 'faults/one-percent.program.js', ['processes/with-optimizer']).then(tell),
);

/** Figures are told, and not asserted: another program may have taken the machine. */
function tell(printed: string): void {
  for (const [, figures] of printed.matchAll(/ℹ (.*slot time.*)/g)) console.log(figures);
}
