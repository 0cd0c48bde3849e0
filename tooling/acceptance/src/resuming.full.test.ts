import { expect, test } from 'vitest';
import { killAndResume, resumingCells } from './resuming/kill-and-resume.js';

test.each(resumingCells)(
  'a study that is killed ten times goes on as if it had not been: $optimizers/$trials',
  {
    timeout: 300_000,
  },
  async cell => {
    expect.hasAssertions();
    await killAndResume(cell, 10, 2);
  },
);
