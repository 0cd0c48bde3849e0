import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JsonValue } from './json.js';

/** A program beside `answer()`, by its name in `programs/`, with what it is given and what it answers. */
export interface Program<Setup, Result> {
  readonly name: string;
  /** Only for the compiler. */
  readonly types?: { setup: Setup; result: Result };
}

export function program<Setup, Result>(name: string): Program<Setup, Result> {
  return { name };
}

export class MeasurementFailed extends Error {
  override readonly name = 'MeasurementFailed';
}

/** A program that has answered is gone after so long, or does not end by itself. */
const endWithinMs = 5000;

/**
 * Runs one measurement in a process of its own: a fresh heap, memory that is its own, and nothing left of it for the next one. What it
 * prints goes to stderr.
 *
 * @param seconds a program that takes longer hangs: it is killed (its worker processes notice by themselves)
 * @throws MeasurementFailed with what went wrong, in a sentence
 */
export async function measure<Setup extends JsonValue, Result>(
  { name }: Program<Setup, Result>,
  setup: Setup,
  seconds = 60,
): Promise<Result> {
  // As they are built, also for tests.
  const script = fileURLToPath(new URL(`../dist/programs/${name}.program.js`, import.meta.url));
  const child = fork(script, { execArgv: ['--expose-gc'], stdio: ['ignore', 2, 2, 'ipc'] });
  try {
    child.send(setup as object);
    const answered = await firstOf(child, seconds);
    if (answered === 'late') throw new MeasurementFailed(`${name} hung: it was ended after ${seconds} s`);
    if (typeof answered === 'string') throw new MeasurementFailed(`${name} died (${answered})`);
    if ('error' in answered) throw new MeasurementFailed(`${name}: ${answered.error}`);
    return answered.result as Result;
  } finally {
    await end(child);
  }
}

type Answered = { readonly result: unknown } | { readonly error: string };

function firstOf(child: ChildProcess, seconds: number): Promise<Answered | string> {
  return new Promise(resolve => {
    const late = setTimeout(() => resolve('late'), 1000 * seconds);
    child.once('message', message => resolve(message as Answered));
    child.once('error', error => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit status ${code}`));
    for (const event of ['message', 'error', 'exit']) child.once(event, () => clearTimeout(late));
  });
}

/** A disconnected program exits at once; one that cannot even do that is killed. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  if (child.connected) child.disconnect();
  await exited;
  clearTimeout(late);
}
