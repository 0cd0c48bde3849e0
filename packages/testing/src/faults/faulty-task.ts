import { defineOptions, type Input, type Parsed, type TaskModule } from '@glompo/core/plugin';
import { type TaskFault, taskFaultNames } from './task-faults.js';

export const faultyTaskOptions = defineOptions({
  fault: {
    type: 'choice',
    of: ['none', ...taskFaultNames] as const satisfies readonly ('none' | TaskFault)[],
    default: 'none',
    description: 'what the chosen points do',
  },
  oneIn: { type: 'integer', min: 1, default: 20, description: 'about one point in so many misbehaves; 1: all do' },
  inRun: { type: 'integer', min: 1, optional: true, description: 'only trials of this run misbehave; default: of any' },
  once: {
    type: 'string',
    optional: true,
    description: 'a point misbehaves only the first time; this folder holds a mark of each that has; default: always',
  },
  folder: {
    type: 'string',
    optional: true,
    description:
      'where it is noted which processes are workers (worker-…), what has begun to misbehave (begun-…) and which programs were started (programs-…); needed by faults that start or block something',
  },
  dims: { type: 'integer', min: 1, default: 3, description: 'parameters, each from -5 to 5' },
  milliseconds: { type: 'number', min: 0, default: 0, description: 'how long an ordinary evaluation takes' },
  waits: { type: 'boolean', default: false, description: 'whether it awaits meanwhile; else it computes' },
  megabytes: { type: 'number', min: 0, default: 100, description: 'how much is printed, or held in typed arrays' },
});

export type FaultyTaskInput = Input<typeof faultyTaskOptions>;
export type FaultyTaskOptions = Parsed<typeof faultyTaskOptions>;

/**
 * A task that misbehaves at chosen points and is an ordinary, quick, deterministic one elsewhere: Σ (x_i − i/10)². Which points misbehave
 * depends on nothing but the point (`isChosen`), so it is the same ones in every placement, and again when they are retried.
 */
export function faultyTask(options: FaultyTaskInput = {}): TaskModule {
  return { module: new URL('./faulty.task.js', import.meta.url).href, options };
}
