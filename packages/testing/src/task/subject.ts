import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRandom,
  type Evaluation,
  type PlainObject,
  type Random,
  searchSpace,
  type Task,
  type TaskDefinition,
  type TaskModule,
  type Want,
} from '@glompo/core';

/** The task under test and how it is asked. */
export interface TaskSubject {
  readonly task: TaskDefinition | TaskModule;
  readonly options: PlainObject;
  readonly seed: number;
  /** How many random points cases look at. */
  readonly points: number;
  readonly gradientTolerance: number;
  readonly deterministic: boolean;
}

/** Evaluates points of one living task, each with a context of its own. */
export interface Bench {
  readonly task: Task;
  /** The same trial gets the same seed. Default trial 1. */
  evaluate(x: Float64Array, wants?: readonly Want[], trial?: number): Promise<Evaluation>;
}

/** Brings the task to life, uses it, and closes it whatever happens. */
export async function withTask<T>(subject: TaskSubject, use: (bench: Bench) => Promise<T>): Promise<T> {
  const task = await instantiate(subject);
  const directory = await mkdtemp(join(tmpdir(), 'glompo-testing-'));
  try {
    return await use({
      task,
      async evaluate(x, wants = [], trial = 1) {
        const { signal } = new AbortController();
        const returned = await task.evaluate(x.slice(), {
          signal,
          run: 1,
          trial,
          seed: 1000 + trial,
          wants,
          directory,
        });
        return typeof returned === 'number' ? { value: returned } : returned;
      },
    });
  } finally {
    await task.close?.();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Random points inside the bounds, evenly in search coordinates, in the task's units. */
export function randomPoints({ parameters }: Task, subject: TaskSubject, count = subject.points): Float64Array[] {
  const random: Random = createRandom(subject.seed, 0x7a5c);
  const { low, high, toTask } = searchSpace(parameters);
  return Array.from({ length: count }, () =>
    toTask(low.map((from, i) => from + random.uniform() * ((high[i] as number) - from))),
  );
}

async function instantiate({ task, options }: TaskSubject): Promise<Task> {
  if (typeof task === 'function') return task(options);
  if (!('module' in task)) return task;
  const { default: definition } = (await import(/* @vite-ignore */ task.module)) as { default: TaskDefinition };
  return typeof definition === 'function' ? definition({ ...task.options, ...options }) : definition;
}
