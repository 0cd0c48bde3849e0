import type { EventOf } from '@glompo/core';
import { schemaVersion } from './schema.js';
import type { Cell, Sqlite } from './sqlite.js';
import { checked, type rowWriter, selected, tables } from './tables.js';

/** Writes the table `runs`: a row per run, which is written again when it ends. */
export class RunRows {
  readonly #write: ReturnType<typeof rowWriter>;
  /** How the rows of runs begin that are live, or were when their study stopped. */
  readonly #begun = new Map<number, readonly Cell[]>();

  constructor(sqlite: Sqlite, write: ReturnType<typeof rowWriter>) {
    this.#write = write;
    const begin = tables.runs.slice(0, tables.runs.indexOf('ended'));
    for (const selectedRow of sqlite
      .prepare(`SELECT ${selected('runs', schemaVersion)} FROM runs WHERE ended IS NULL OR status = 'stopped'`)
      .all()) {
      const row = checked('runs', selectedRow);
      this.#begun.set(
        Number(row.id),
        begin.map(column => row[column] as Cell),
      );
    }
  }

  begin({ run, optimizer, choice, number, evaluations, seconds }: EventOf<'run-started'>): void {
    const begun = [run, optimizer.name, choice, number, evaluations, seconds];
    this.#begun.set(run, begun);
    this.#writeLive(begun);
  }

  /** It goes on, perhaps after its study had stopped. */
  goOn({ run }: EventOf<'run-restored'>): void {
    this.#writeLive(this.#begunOf(run));
  }

  end({ run, number, evaluations, seconds, status, trials, outcomes, best }: EventOf<'run-ended'>): void {
    const begun = this.#begunOf(run);
    if (status !== 'stopped') this.#begun.delete(run);
    const { ok, failed, timedOut, lost, cancelled } = outcomes;
    const value = best !== undefined && Number.isFinite(best.value) ? best.value : null;
    this.#write([
      ...begun,
      ...[number, evaluations, seconds, status, trials, ok, failed, timedOut, lost, cancelled, value],
    ]);
  }

  #writeLive(begun: readonly Cell[]): void {
    this.#write([...begun, ...Array<null>(tables.runs.length - begun.length).fill(null)]);
  }

  #begunOf(run: number): readonly Cell[] {
    const begun = this.#begun.get(run);
    if (begun === undefined) throw new Error(`run ${run} goes on or ends, and had not begun`);
    return begun;
  }
}
