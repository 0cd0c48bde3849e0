import { test } from 'vitest';
import { runProgram, thisNode } from './nodes.js';

const timeout = 250_000;

// Backends by themselves are asked by their own tests (`backendConformance`).
test('faults on both levels: optimizers and trials on different workers', { timeout }, () =>
  runProgram(thisNode, 'faults/faults.program.js', ['quick', 'threads/processes']).then(() => {}),
);
