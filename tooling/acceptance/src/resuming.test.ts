import { expect, test } from 'vitest';
import { killAndResume, resumingCells } from './resuming/kill-and-resume.js';

test.each(resumingCells)(
  'a study that is killed goes on as if it had not been: $optimizers/$trials',
  {
    timeout: 120_000,
  },
  async cell => {
    expect.hasAssertions();
    await killAndResume(cell, 2, 1);
  },
);
