import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Diary, readDiaries } from './diary.js';

test('what was noted is read again, whatever was written when', () => {
  const folder = mkdtempSync(join(tmpdir(), 'glompo-bench-'));
  try {
    const diary = new Diary(folder);
    const trials = Array.from({ length: 3000 }, (_, i) => ({ from: i, to: i + 0.5, nominal: 0.25 }));
    for (const { from, to, nominal } of trials) diary.note(from, to, nominal);
    expect(readDiaries(folder).length).toBeGreaterThan(2900);
    diary.close();
    expect(readDiaries(folder)).toEqual(trials);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
