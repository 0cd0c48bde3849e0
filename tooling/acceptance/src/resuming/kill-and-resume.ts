import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRandom } from '@glompo/core';
import { openRecord } from '@glompo/store';
import { expect } from 'vitest';
import { type Cell, nameOfCell } from '../placements/cells.js';
import type { RecordedStudy } from './recorded-study.program.js';

const program = fileURLToPath(new URL('../../dist/resuming/recorded-study.program.js', import.meta.url));
const milliseconds = 2;
const evaluations = 1_000;
/** What a kill may cost per worker: the turn that is under way, and one that is not on the disk yet; a turn lasts 100 ms at most. */
const unheardMs = 200;

/** A folder for a study, with what its task has written down. */
class Place implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), 'acceptance-resuming-'));
  readonly folder = join(this.#path, 'study');
  readonly diary = join(this.#path, 'diary');

  setup(cell: Cell, most: number): string {
    const { folder, diary } = this;
    return JSON.stringify({ folder, diary, cell, evaluations: most, milliseconds } satisfies RecordedStudy);
  }

  /** How often each trial was evaluated, by `run trial`. */
  evaluated(): Map<string, number> {
    const times = new Map<string, number>();
    // A line that was cut by a kill is no trial that has ended.
    for (const line of readFileSync(this.diary, 'utf8').split('\n').slice(0, -1))
      times.set(line, (times.get(line) ?? 0) + 1);
    return times;
  }

  /** The value of each recorded trial, by run. @throws if one was recorded twice */
  recorded(): Map<number, number[]> {
    using record = openRecord(this.folder);
    const runs = new Map<number, number[]>();
    for (const { run, trials } of record.events({ types: ['trials'] })) {
      const values = runs.get(run) ?? [];
      runs.set(run, values);
      for (const [i, value] of trials.values.entries()) {
        const at = trials.first - 1 + i;
        if (values[at] !== undefined) throw new Error(`trial ${at + 1} of run ${run} was recorded twice`);
        values[at] = value;
      }
    }
    return runs;
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

/** Every kind of place for optimizers, and for trials. */
export const resumingCells: readonly Cell[] = [
  { optimizers: 'inline', trials: 'with-optimizer', slots: 1 },
  { optimizers: 'threads', trials: 'with-optimizer', slots: 2 },
  { optimizers: 'processes', trials: 'with-optimizer', slots: 2 },
  { optimizers: 'inline', trials: 'threads', slots: 2 },
  { optimizers: 'threads', trials: 'processes', slots: 2 },
];

const inline: Cell = { optimizers: 'inline', trials: 'with-optimizer', slots: 1 };
let reference: Promise<Map<number, number[]>> | undefined;

/** The trials of a study that nobody has killed. */
async function leftAlone(): Promise<Map<number, number[]>> {
  using place = new Place();
  await promisify(execFile)(process.execPath, [program, place.setup(inline, 2 * evaluations)]);
  return place.recorded();
}

/** Kills a study with SIGKILL at so many random moments, resumes it each time, lets it come to its end, and compares it with one left alone. */
export async function killAndResume(cell: Cell, kills: number, seed: number): Promise<void> {
  reference ??= leftAlone();
  const expected = await reference;
  const random = createRandom(seed);
  using place = new Place();
  const setup = place.setup(cell, evaluations);
  const moments: number[] = [];
  for (let i = 0; i < kills; i++) {
    const manager = spawn(process.execPath, [program, setup], { stdio: 'ignore' });
    const ended = once(manager, 'exit');
    // From before it has written anything to long after: the moment is chance, and nothing is waited for.
    const afterMs = 100 + Math.floor(1_200 * random.uniform());
    moments.push(afterMs);
    await pause(afterMs);
    manager.kill('SIGKILL');
    await ended;
  }
  const what = `${nameOfCell(cell)}, killed after ${moments.join(', ')} ms`;
  const { stdout } = await promisify(execFile)(process.execPath, [program, setup]);
  expect(JSON.parse(stdout), what).toEqual({ evaluations });
  const recorded = place.recorded();
  let count = 0;
  for (const [run, values] of recorded) {
    const wrong = [...values.keys()].filter(i => values[i] !== undefined && values[i] !== expected.get(run)?.[i]);
    expect(wrong, `${what}: trials of run ${run} that differ`).toEqual([]);
    count += values.filter(value => value !== undefined).length;
  }
  expect(count, what).toBe(evaluations);
  let again = 0;
  const times = place.evaluated();
  for (const each of times.values()) again += each - 1;
  const mostAgain = kills * cell.slots * Math.ceil(unheardMs / milliseconds);
  expect(again, `${what}: evaluated again`).toBeLessThanOrEqual(mostAgain);
  for (const [run, values] of recorded)
    for (const i of values.keys())
      if (values[i] !== undefined) expect(times.has(`${run} ${i + 1}`), `trial ${i + 1} of run ${run}`).toBe(true);
}
