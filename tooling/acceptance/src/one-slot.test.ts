import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openRecord } from '@glompo/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OptimizerPlace, optimizerPlaces } from './placements/cells.js';
import type { OneSlotStudy } from './resuming/one-slot.program.js';

const program = fileURLToPath(new URL('../dist/resuming/one-slot.program.js', import.meta.url));
const evaluations = 700;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'acceptance-one-slot-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** One session of the study in this folder. @returns whether it was killed */
async function conduct(name: string, setup: Omit<OneSlotStudy, 'folder' | 'diary'>): Promise<boolean> {
  const where = { folder: join(directory, name), diary: join(directory, `${name}.diary`) };
  try {
    await promisify(execFile)(process.execPath, [program, JSON.stringify({ ...where, ...setup })]);
    return false;
  } catch (error) {
    if ((error as { signal?: unknown }).signal === 'SIGKILL') return true;
    throw error;
  }
}

/** Every trial that is recorded, one after the other, and what was decided. */
function story(name: string): string[] {
  using record = openRecord(join(directory, name));
  const types = ['trials', 'run-started', 'run-ended', 'injected'] as const;
  return [...record.events({ types })].flatMap(event => {
    const { run } = event;
    if (event.type === 'run-started') return `run ${run} begins: ${event.optimizer.name} at ${event.point.join(' ')}`;
    if (event.type === 'injected') return `run ${run} hears of ${event.value}`;
    if (event.type === 'run-ended')
      return event.status === 'stopped' ? [] : `run ${run} ends, ${event.status}: ${event.reason.message}`;
    const { first, points, values } = event.trials;
    const n = points.length / values.length;
    return Array.from(
      values,
      (value, i) => `run ${run}, trial ${first + i}: ${value} at ${points.slice(i * n, (i + 1) * n).join(' ')}`,
    );
  });
}

test.each(optimizerPlaces)(
  'a study with one slot and several runs, cut by its budget and by kill -9, is the uninterrupted one: %s',
  { timeout: 120_000 },
  async place => {
    const optimizers: OptimizerPlace = place;
    await conduct('whole', { optimizers: 'inline', evaluations });
    const expected = story('whole');
    expect(expected.filter(line => / ends, /.test(line)).length).toBeGreaterThan(4);
    for (const cut of [53, 131, 248]) await conduct('cut', { optimizers, evaluations: cut });
    for (const killedAt of [320, 475]) {
      expect(await conduct('cut', { optimizers, evaluations, killedAt })).toBe(true);
      const soFar = story('cut');
      expect(soFar).toEqual(expected.slice(0, soFar.length));
    }
    await conduct('cut', { optimizers, evaluations });
    expect(story('cut')).toEqual(expected);
  },
);
