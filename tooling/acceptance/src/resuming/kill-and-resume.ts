import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRandom } from '@glompo/core';
import { holdsStudy, openRecord } from '@glompo/store';
import { expect } from 'vitest';
import { type Cell, nameOfCell } from '../placements/cells.js';
import type { RecordedStudy } from './recorded-study.program.js';

const program = fileURLToPath(new URL('../../dist/resuming/recorded-study.program.js', import.meta.url));
const milliseconds = 2;
const evaluations = 1_000;
/** The longest turn or message, in trials. */
const longestCall = Math.ceil(100 / milliseconds);

/** A folder for a study, with what its task has written down. */
class Place implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), 'acceptance-resuming-'));
  readonly folder = join(this.#path, 'study');
  readonly diary = join(this.#path, 'diary');
  /** Of the diary, as it was looked at last: lines, and characters. */
  #seen = 0;
  #size = 0;

  setup(cell: Cell, most: number): string {
    const { folder, diary } = this;
    return JSON.stringify({ folder, diary, cell, evaluations: most, milliseconds } satisfies RecordedStudy);
  }

  /** Something was evaluated since `evaluated` was asked last. */
  get grows(): boolean {
    return (statSync(this.diary, { throwIfNoEntry: false })?.size ?? 0) > this.#size;
  }

  /** What was evaluated since this was asked last, as `run trial`. */
  evaluated(): string[] {
    if (!existsSync(this.diary)) return [];
    // A line that was cut by a kill is no trial that has ended.
    const text = readFileSync(this.diary, 'utf8');
    const lines = text.split('\n').slice(0, -1);
    this.#size = text.length;
    const since = lines.slice(this.#seen);
    this.#seen = lines.length;
    return since;
  }

  /** The value of each recorded trial, by run; of a copy, so that the next session finds what a kill has left. @throws if one was recorded twice */
  recorded(): Map<number, number[]> {
    if (!existsSync(join(this.folder, 'study.db'))) return new Map();
    const copy = mkdtempSync(join(this.#path, 'copy-'));
    cpSync(this.folder, copy, { recursive: true });
    if (!holdsStudy(copy)) return new Map();
    using record = openRecord(copy);
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
  const moments: string[] = [];
  const costs: number[] = [];
  const ever = new Set<string>();
  let before = new Set<string>();
  const look = (what: string) => {
    const made = place.evaluated();
    for (const trial of made) ever.add(trial);
    const again = made.filter(trial => before.has(trial));
    expect(again, `${what}: was recorded, and is evaluated again`).toEqual([]);
    before = trialsIn(place.recorded());
    return made.filter(trial => !before.has(trial));
  };
  for (let i = 0; i < kills; i++) {
    const manager = spawn(process.execPath, [program, setup], { stdio: 'ignore' });
    const ended = once(manager, 'exit');
    // Each third is killed while it starts, wherever that is; the others while they evaluate. The moment is chance, and nothing is waited for.
    const isEarly = i % 3 === 2;
    while (!isEarly && manager.exitCode === null && !place.grows) await pause(5);
    const afterMs = Math.floor((isEarly ? 1_200 : 150) * random.uniform());
    await pause(afterMs);
    manager.kill('SIGKILL');
    await ended;
    const moment = `${afterMs} ms ${isEarly ? 'of its start' : 'of evaluating'}`;
    moments.push(moment);
    const lost = look(`kill ${i + 1} of ${nameOfCell(cell)}, after ${moment}`);
    costs.push(lost.length);
    // Of each slot, the call that was under way and the one before it.
    expect(lost.length, `${nameOfCell(cell)}: what kill ${i + 1} has cost`).toBeLessThanOrEqual(
      2 * longestCall * cell.slots,
    );
  }
  const what = `${nameOfCell(cell)}, killed after ${moments.join(', ')}, which cost ${costs.join(', ')} trials`;
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
  look(what);
  for (const trial of trialsIn(recorded)) expect(ever.has(trial), `trial ${trial} was evaluated`).toBe(true);
}

function trialsIn(recorded: ReadonlyMap<number, readonly number[]>): Set<string> {
  const trials = new Set<string>();
  for (const [run, values] of recorded)
    for (const i of values.keys()) if (values[i] !== undefined) trials.add(`${run} ${i + 1}`);
  return trials;
}
