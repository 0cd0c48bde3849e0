import { GlompoError, Mistakes, type StudyOptions } from '@glompo/core';
import { parseBounds, resolveBounds } from '../args/bounds.js';
import type { Args } from '../args/read-args.js';
import { type FlaggedCommand, taskOptions } from './task-options.js';

/** A task that is an object of a study file in code, with the options and bounds of the arguments. @throws GlompoError about every mistake at once */
export async function givenTask(
  task: StudyOptions['task'],
  args: Args,
  command: FlaggedCommand,
): Promise<Pick<StudyOptions, 'task' | 'bounds'>> {
  const module = 'module' in task ? task.module : undefined;
  const mistakes = new Mistakes();
  const options = (await mistakes.in(() => taskOptions(args, { own: {}, module }, command))) ?? {};
  const [option] = Object.keys(options);
  if (option !== undefined && !('module' in task))
    mistakes.add(new GlompoError('GLOMPO_OPTION', `${option}: the task is an object already, and takes no options`));
  const [text] = args.flags.get('bounds') ?? [];
  const bounds = mistakes.inSync(() => (text === undefined ? undefined : parseBounds(text)));
  mistakes.throwIfAny();
  return {
    task: 'module' in task ? { ...task, options: { ...task.options, ...options } } : task,
    bounds: bounds && (parameters => resolveBounds(bounds, parameters)),
  };
}
