import { persistentProgram, program } from '@glompo/task-program';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';
import { describe } from 'vitest';
import { pythonFolder, withoutPython } from './bench.test.fixture.js';

const bounds = { x: [-2, 2], y: [-1, 3] } as const;
const points = 4;

describeConformance(
  'a program that is started for every point',
  taskConformance({
    task: program(['awk', '-v', 'x={x}', '-v', 'y={y}', 'BEGIN { print x * x + 3 * y }'], { bounds }),
    points,
  }),
);

const served = `
import sys
sys.path.insert(0, ${JSON.stringify(pythonFolder)})
from glompo_serve import serve
def valley(x):
    a, b = x
    return {"value": (1 - a) ** 2 + 10 * (b - a * a) ** 2, "gradient": [2 * (a - 1) - 40 * a * (b - a * a), 20 * (b - a * a)]}
serve(valley)`;

describe.skipIf(withoutPython)('in Python', () => {
  describeConformance(
    'a persistent program',
    taskConformance({
      task: persistentProgram(['python3', '-c', served], { bounds, start: { x: 0.5, y: 0.5 } }),
      points,
    }),
  );
});
