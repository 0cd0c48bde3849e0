import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineTask } from '@glompo/core/plugin';

/** The program that computes: it knows nothing of glompo, reads `input.txt` and writes `output.txt` where it is started. */
const program = `
  const fs = require('node:fs');
  const [x, y] = fs.readFileSync('input.txt', 'utf8').trim().split(/\\s+/).map(Number);
  fs.writeFileSync('output.txt', String((x * x + y - 11) ** 2 + (x + y * y - 7) ** 2));
`;

/** Himmelblau's function by files. Each worker has a directory of its own, so that two copies at once do not meet. */
export default defineTask({
  name: 'files',
  parameters: [
    { kind: 'real', name: 'x', low: -5, high: 5 },
    { kind: 'real', name: 'y', low: -5, high: 5 },
  ],
  evaluate([x, y], { directory, trial, run }) {
    writeFileSync(join(directory, 'input.txt'), `${x} ${y}\n`);
    execFileSync(process.execPath, ['-e', program], { cwd: directory });
    const value = Number(readFileSync(join(directory, 'output.txt'), 'utf8'));
    // Whoever else wrote here meanwhile would be seen.
    const [sameX, sameY] = readFileSync(join(directory, 'input.txt'), 'utf8').trim().split(' ').map(Number);
    if (sameX !== x || sameY !== y)
      throw new Error(`trial ${trial} of run ${run}: the input file was changed by somebody else`);
    return { value, extras: { directory } };
  },
});
