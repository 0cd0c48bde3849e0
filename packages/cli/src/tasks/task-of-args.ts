import { dirname } from 'node:path';
import {
  type Bounds,
  GlompoError,
  Mistakes,
  type Parameter,
  type PlainObject,
  type Registry,
  type TaskModule,
} from '@glompo/core';
import { parseBounds, resolveBounds } from '../args/bounds.js';
import { needed, together } from '../args/mistakes.js';
import type { Args } from '../args/read-args.js';
import { commandOptions } from './command-options.js';
import { declaredOptions } from './declared-options.js';
import { findTask } from './find-task.js';
import { type FlaggedCommand, taskOptions } from './task-options.js';

/** Where things are looked up. */
export interface Surroundings {
  readonly registry: Registry;
  readonly workingDirectory: string;
}

/** The task, as a study takes it: its own bounds are replaced where there are others. */
export interface TaskOfArgs {
  readonly task: TaskModule;
  readonly bounds?: ((parameters: readonly Parameter[]) => Bounds) | undefined;
}

/** What is minimised, as it was given. */
export function taskName({ positionals, flags }: Args): string {
  return flags.get('command')?.[0] ?? (positionals[0] as string);
}

/** What TASK or `--command`, its options and `--bounds` say. @throws GlompoError about every mistake at once */
export async function taskOfArgs(args: Args, surroundings: Surroundings, command: FlaggedCommand): Promise<TaskOfArgs> {
  const [text, ...more] = args.positionals;
  const [program] = args.flags.get('command') ?? [];
  const [boundsText] = args.flags.get('bounds') ?? [];
  const mistakes = new Mistakes();
  if (program !== undefined) {
    if (text !== undefined)
      mistakes.add(new GlompoError('GLOMPO_OPTION', `--command: there is a TASK, too (${text}): give one of them`));
    const options = await mistakes.in(() =>
      taskOptions(args, { own: {}, module: undefined, known: commandOptions }, command),
    );
    const { commandTask } = await import('./command-task.js');
    const workingDirectory = args.file?.isCommand ? dirname(args.file.file) : surroundings.workingDirectory;
    const task = await together(mistakes, () =>
      commandTask(program, boundsText, { options: options ?? {}, workingDirectory }),
    );
    return { task };
  }
  const bounds = mistakes.inSync(() => (boundsText === undefined ? undefined : parseBounds(boundsText)));
  const found = await needed(mistakes, () => {
    if (text === undefined)
      throw new GlompoError(
        'GLOMPO_OPTION',
        `TASK is missing: glompo ${command.name} TASK, with a module, the name of a task (see glompo list tasks) or an expression, or with --command and an outside program`,
      );
    if (more.length > 0)
      throw new GlompoError(
        'GLOMPO_OPTION',
        `expected one TASK, got ${args.positionals.length}: ${args.positionals.join(' ')} (is an expression without quotes among them?)`,
      );
    return findTask(text, surroundings);
  });
  const isExpression = found.type === 'expression';
  const own = isExpression ? {} : found.options;
  const module = isExpression ? undefined : found.module;
  // A file of the user's is imported where it is evaluated, if that can be.
  const known = found.type === 'registered' ? await declaredOptions(found.module) : undefined;
  const checkedAs = found.type === 'registered' ? found.name : undefined;
  const options = await mistakes.in(() => taskOptions(args, { own, module, known, checkedAs }, command));
  if (isExpression) {
    const { expressionTask } = await import('./expression-task.js');
    return { task: await together(mistakes, () => expressionTask(found.expression, bounds, options ?? {})) };
  }
  mistakes.throwIfAny();
  return {
    task: { module: found.module, options: options as PlainObject },
    bounds: bounds && (parameters => resolveBounds(bounds, parameters)),
  };
}
