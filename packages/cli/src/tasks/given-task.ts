import { GlompoError, type StudyOptions } from '@glompo/core';
import { parseBounds, resolveBounds } from '../args/bounds.js';
import type { Args } from '../args/read-args.js';
import { type FlaggedCommand, taskOptions } from './task-options.js';

/** A task that is an object of a study file in code, with the options and bounds of the arguments. @throws GlompoError */
export async function givenTask(
  task: StudyOptions['task'],
  args: Args,
  command: FlaggedCommand,
): Promise<Pick<StudyOptions, 'task' | 'bounds'>> {
  const module = 'module' in task ? task.module : undefined;
  const options = await taskOptions(args, { own: {}, module }, command);
  const [option] = Object.keys(options);
  if (option !== undefined && !('module' in task))
    throw new GlompoError('GLOMPO_OPTION', `${option}: the task is an object already, and takes no options`);
  const text = args.flags.get('bounds')?.[0];
  const bounds = text === undefined ? undefined : parseBounds(text);
  return {
    task: 'module' in task ? { ...task, options: { ...task.options, ...options } } : task,
    bounds: bounds && (parameters => resolveBounds(bounds, parameters)),
  };
}
