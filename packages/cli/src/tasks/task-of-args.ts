import { dirname } from 'node:path';
import { type Bounds, GlompoError, type Parameter, type Registry, type TaskModule } from '@glompo/core';
import { parseBounds, resolveBounds } from '../args/bounds.js';
import type { Args } from '../args/read-args.js';
import { commandOptions } from './command-options.js';
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

/** What TASK or `--command`, its options and `--bounds` say. @throws GlompoError */
export async function taskOfArgs(args: Args, surroundings: Surroundings, command: FlaggedCommand): Promise<TaskOfArgs> {
  const [text, ...more] = args.positionals;
  const program = args.flags.get('command')?.[0];
  if (program !== undefined) {
    if (text !== undefined)
      throw new GlompoError('GLOMPO_OPTION', `--command: there is a TASK, too (${text}): give one of them`);
    const options = await taskOptions(args, { own: {}, module: undefined, known: commandOptions }, command);
    const { commandTask } = await import('./command-task.js');
    const workingDirectory = args.file?.isCommand ? dirname(args.file.file) : surroundings.workingDirectory;
    return { task: commandTask(program, args.flags.get('bounds')?.[0], { options, workingDirectory }) };
  }
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
  const boundsText = args.flags.get('bounds')?.[0];
  const bounds = boundsText === undefined ? undefined : parseBounds(boundsText);
  const found = await findTask(text, surroundings);
  if (found.type === 'expression') {
    const { expressionTask } = await import('./expression-task.js');
    return {
      task: expressionTask(found.expression, bounds, await taskOptions(args, { own: {}, module: undefined }, command)),
    };
  }
  const options = await taskOptions(args, { own: found.options, module: found.module }, command);
  return {
    task: { module: found.module, options },
    bounds: bounds && (parameters => resolveBounds(bounds, parameters)),
  };
}
