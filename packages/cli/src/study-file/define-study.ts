import type {
  Backend,
  Checker,
  FailedTrials,
  Hunter,
  LiveRunLimits,
  OptimizerChoice,
  PlainObject,
  Selector,
  Sharing,
  StartPoints,
  Task,
  TaskModule,
} from '@glompo/core';

/** A part by its name, as `glompo list` shows it: `{ name: 'random', options: {} }` is `'random()'`. */
export interface NamedPart {
  readonly name: string;
  readonly options?: PlainObject;
}

/** A condition: `'all(minTrials(500), parameterDistance(0.05))'`, or `{ name: 'all', conditions: ['minTrials(500)', …] }`. */
export interface NamedCondition extends NamedPart {
  /** Those that it is made of. */
  readonly conditions?: readonly (string | NamedCondition)[];
}

/** An optimizer, and how its trials run where that differs from the others. */
export interface NamedOptimizer extends NamedPart {
  /** Where its trials run: `'with-optimizer'`, `'inline'`, `'threads'`, `'processes'`, or a plugin's. Default: the study's. */
  readonly trials?: string | NamedPart;
  /** At most this many of its trials at once. Default: all slots. */
  readonly maxSlots?: number;
  /** Its share of the slots against the others'. Default 1. */
  readonly weight?: number;
}

type OneOrMore<T> = T | readonly T[];
type Pair = readonly [low: number, high: number];
type OptionValue = boolean | number | string | readonly OptionValue[];
type Point = readonly number[] | Float64Array;

/**
 * A study as a file says it: TASK and the flags of `glompo run`, each in camelCase, with the same defaults. Wherever the command line takes a part
 * by text, so does the file; in TypeScript and JavaScript it may be the part itself. What is relative is relative to the file.
 */
export interface StudyFile {
  /** The path of a module, the name of a task, or an expression; in code a task (inline only), `{ module, options }` or the URL of a module, too. */
  readonly task?: string | URL | Task | TaskModule;
  /** Instead of `task`: an outside program, as `'./simulate {x} {y}'` or as its words. Its options are `taskOptions`. */
  readonly command?: string | readonly string[];
  /** Files, or packages that are installed where this file is, whose hunters, checkers, selectors, start points and optimizers may be named here. A study that goes on needs `--plugin` again. */
  readonly plugins?: OneOrMore<string | URL>;
  /** Options of the task. */
  readonly taskOptions?: { readonly [name: string]: OptionValue };
  /** The task's option `dims`: how many parameters it has. */
  readonly dims?: number;
  /** Replaces the task's bounds: a pair for all parameters, one for each, or some by name. Expressions and commands need them. */
  readonly bounds?: string | Pair | readonly Pair[] | { readonly [parameter: string]: Pair };
  /** What to start; several are started in turn. Default: `step()` once, `lbfgs()` once, then what pays of `cmaes()` and `lbfgs()`, as `defaultSelector()` says. */
  readonly optimizers?: OneOrMore<string | NamedOptimizer | OptimizerChoice> | Selector;
  /** How the next one is chosen. Default `'cycle'`. */
  readonly selector?: string | NamedPart | Selector;
  /** Start no further optimizer when one of these says yes. Default `'none'`, or false: as long as the study lasts, they are started. */
  readonly spawnUntil?: 'none' | false | OneOrMore<string | NamedCondition | Checker>;
  /** Where optimizers run. Default: measured; threads if `trialsOn` is given. */
  readonly optimizersOn?: string | NamedPart | Backend;
  /** Where evaluations run. Default: measured; `'with-optimizer'` if `optimizersOn` is given (`'inline'`, for inline with several slots). */
  readonly trialsOn?: string | NamedPart | Backend;
  /** Evaluations at the same time. Default: measured, or the cores. */
  readonly slots?: number;
  /** Optimizers alive at the same time. Default: from 1 where trials are in a pool (one for each optimizer of a list), otherwise from the slots; up to twice the slots. */
  readonly liveRuns?: number | LiveRunLimits | `${number}..${number}`;
  /** Stop after so many evaluations. Default: 10,000 per parameter, if no other limit is given. */
  readonly maxEvaluations?: number;
  /** Stop after so many seconds. */
  readonly maxSeconds?: number;
  /** Stop at a value as low as this. */
  readonly target?: number;
  /** Stop when one of these says yes. */
  readonly stop?: OneOrMore<string | NamedCondition | Checker>;
  /** Kill a run when one of these says yes; `'none'` or false: never. Default: see `glompo list hunters`. */
  readonly hunters?: 'none' | false | OneOrMore<string | NamedCondition | Hunter>;
  /** Evaluations from one hunt to the next. Default 100. */
  readonly huntEvery?: number;
  /** The share of the runs that hunters condemn that lives on, to tell what killing the others saved and cost. Default 0. */
  readonly spare?: number;
  /** Let runs hear of good points that others have found: `'incumbent(every=1000)'`. Default `'none'`, or false: they do not. */
  readonly share?: 'none' | false | string | NamedPart | Sharing;
  /** Seconds after which an evaluation is ended, and counts as failed. Default: no limit. */
  readonly trialTimeout?: number;
  /** Seconds that an evaluation which is no longer wanted may take to end by itself. Default 0.1. */
  readonly abortGrace?: number;
  /** How often an evaluation is made again whose worker died with it. Default 2. */
  readonly retries?: number;
  /** What follows when evaluations fail. Default `'worst'`. */
  readonly failedTrials?: FailedTrials | `${number}:${'end-run' | 'end-study'}`;
  /** The evaluations under way of a run that is killed go on, and count. Default false. */
  readonly finishKilled?: boolean;
  /** Once a worker was lost, one more stands by. Default true. */
  readonly spareWorker?: boolean;
  /** Where runs start: points, files with points (`'@best.json'`), then a rule. Default: at the task's own start, then at random. */
  readonly start?: string | Point | NamedPart | StartPoints | readonly (string | Point | NamedPart | StartPoints)[];
  /** The seed of all chance: an integer from 0 to 4294967295. Default: drawn anew. */
  readonly seed?: number;
  /** The folder in which the study is recorded. Default: nothing is recorded. */
  readonly dir?: string;
  /** What a machine that loses its power may take along of the record. Default `'batch'`. */
  readonly durability?: 'batch' | 'second' | 'end';
  /** How much is recorded. Default `'trials'`. */
  readonly detail?: 'trials' | 'improvements' | 'none';
  /** Make a checkpoint after so many evaluations, or so much time: `'90s'`, `'10m'`, `'2h'`. Default: never. */
  readonly checkpointEvery?: number | `${number}${'s' | 'm' | 'h' | 'd'}`;
  /** Make a checkpoint when the study has begun, or has ended. */
  readonly checkpointAt?: OneOrMore<'start' | 'end'>;
  /** How many of these checkpoints are kept. Default 3. */
  readonly checkpointKeep?: number;
  /** The name of their files, in which `{time}`, `{evaluations}` and `{event}` are filled in. */
  readonly checkpointName?: string;
}

/**
 * Types a study file: `export default defineStudy({ task: 'rastrigin', dims: 5, … })`, for `glompo run study.config.ts`. Returns what it was given;
 * the command line checks it.
 */
export function defineStudy(study: StudyFile): StudyFile {
  return study;
}
