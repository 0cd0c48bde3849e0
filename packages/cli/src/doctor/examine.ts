import type { Backend } from '@glompo/core';
import { type BackendMeasurement, measureTask, thoroughPlan } from '@glompo/core/measure';
import type { LoadAnswer, LoadRequest } from '@glompo/core/worker';
import { watchFolder } from './folder-changes.js';
import { memoryOfTree } from './memory-of-tree.js';
import { RepeatedPoints, type Repeats } from './repeated-points.js';

/** Lines of what is printed that are kept. */
const keptLines = 3;

/** What a task did on one backend: plain data. */
export type Examination = {
  readonly measurement: BackendMeasurement;
  /** By point: what it gave first, NaN for failures. */
  readonly values: Float64Array;
  readonly alone: Repeats;
  readonly atOnce: Repeats;
  readonly seeded: boolean | undefined;
  readonly example: readonly [number, number] | undefined;
  /** Evaluations that gave +Infinity. */
  readonly infinite: number;
  readonly printed: Printed;
  /** Names in the working directory that were added or written to. */
  readonly files: readonly string[];
};

export type Printed = { readonly lines: number; readonly first: readonly string[] };

export interface ExaminationOptions {
  readonly load: LoadRequest;
  /** Row after row, in the task's units. */
  readonly points: (loaded: LoadAnswer) => Float64Array;
  readonly slots: number;
  /** For all of it, and for one evaluation. */
  readonly milliseconds: number;
  readonly trialTimeoutMs: number;
  readonly signal: AbortSignal;
}

/** Measures a task on one backend by a few points that are evaluated again and again, and watches what else it does. */
export async function examine(backend: Backend, { load, points, ...limits }: ExaminationOptions): Promise<Examination> {
  let feed: RepeatedPoints | undefined;
  const printed = new PrintedLines();
  const changes = watchFolder(process.cwd());
  const { backends } = await measureTask({
    ...limits,
    backends: [backend],
    load,
    plan: thoroughPlan,
    feed: {
      next: (most, at) => feed?.next(most, at),
      done: (given, answer, at) => feed?.done(given, answer, at),
      returned: () => {},
      lost: () => {},
    },
    onLoaded: loaded => {
      feed = new RepeatedPoints(points(loaded), loaded.parameters.length);
    },
    onOutput: (_backend, _worker, { text }) => printed.add(text),
    memoryBytes: memoryOfTree,
  });
  return {
    measurement: backends[0] as BackendMeasurement,
    values: feed?.values ?? new Float64Array(),
    alone: feed?.alone ?? { compared: 0, different: 0 },
    atOnce: feed?.atOnce ?? { compared: 0, different: 0 },
    seeded: feed?.seeded,
    example: feed?.example,
    infinite: feed?.infinite ?? 0,
    printed: printed.summary,
    files: changes(),
  };
}

/** Counts lines, and keeps the first ones. */
export class PrintedLines {
  #lines = 0;
  #begun = '';

  add(text: string): void {
    this.#lines += text.split('\n').length - 1;
    if (this.#begun.split('\n').length <= keptLines) this.#begun += text.slice(0, 1000);
  }

  get summary(): Printed {
    const first = this.#begun.split('\n').filter(line => line.trim() !== '');
    return { lines: Math.max(this.#lines, first.length > 0 ? 1 : 0), first: first.slice(0, keptLines) };
  }
}
