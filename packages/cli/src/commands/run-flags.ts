import type { Flag } from '../args/flag.js';
import { defaultSelectorText } from '../study/default-selector-text.js';

/** The flags of `glompo run`, in the order of its help. */
export const runFlags: readonly Flag[] = [
  {
    name: 'command',
    value: "'PROGRAM ARGUMENTS'",
    description:
      'instead of TASK: an outside program that is started for every point and prints the value on its last line; {name} stands for a parameter of --bounds, {x} for all of them',
    example: "'./simulate {x} {y}'",
  },
  {
    name: 'optimizer',
    value: 'NAME(key=value, …)',
    repeatable: true,
    description:
      'an optimizer to start; several are started in turn. trials=BACKEND, maxSlots=N and weight=W say how its trials run, where that differs from the others',
    default:
      'step() once, lbfgs() once, then what pays of cmaes() with large and small populations, lbfgs() from random points and lbfgs() near the best point known; without lbfgs() where there are integers',
    example: "'cmaes(sigma=0.3)'",
  },
  {
    name: 'selector',
    value: 'SELECTOR',
    description: 'how the next optimizer is chosen among those of --optimizer, or among its own',
    default: `cycle of the optimizers that are given; where none is, ${defaultSelectorText}`,
    example: 'random',
  },
  {
    name: 'spawn-until',
    value: 'CHECKER',
    repeatable: true,
    description:
      'start no further optimizer when this says yes; of several, one is enough. Those alive go on, and the study ends with the last of them, if nothing else ends it before',
    example: "'runsStarted(20)'",
  },
  { name: 'no-spawn-until', description: 'start optimizers as long as the study lasts, whatever was asked for before' },
  {
    name: 'optimizers-on',
    value: 'BACKEND',
    description:
      'where optimizers run: inline, threads, processes, a backend of a plugin, or auto: where both levels run is chosen by measuring the task on its first evaluations',
    default: 'auto; threads if --trials-on is given',
    example: "'threads(maxHeapMb=500)'",
  },
  {
    name: 'trials-on',
    value: 'BACKEND',
    description: 'where evaluations run: with-optimizer, inline, threads, processes, a backend of a plugin, or auto',
    default: 'auto; with-optimizer if --optimizers-on is given (inline, for inline with several slots)',
    example: 'processes',
  },
  {
    name: 'slots',
    value: 'N',
    description: 'evaluations at the same time',
    default:
      'chosen, too, where placement is auto; otherwise the cores that this process may use, 1 if they run inline',
    example: '4',
  },
  {
    name: 'live-runs',
    value: 'N or FROM..UPTO',
    description:
      'optimizers alive at the same time; of a range, more than the first are started while slots idle for want of points',
    default:
      'from 1 where evaluations are in a pool (one for each optimizer of a list), otherwise from the slots; up to twice the slots',
    example: '4..16',
  },
  {
    name: 'max-evaluations',
    value: 'N',
    description: 'stop after so many evaluations, never more',
    default: '10,000 per parameter, if no other limit is given',
    example: '20_000',
  },
  { name: 'max-seconds', value: 'SECONDS', description: 'stop after so much time', example: '60' },
  { name: 'target', value: 'VALUE', description: 'stop at a value as low as this', example: '1e-8' },
  {
    name: 'stop',
    value: 'CHECKER',
    repeatable: true,
    description: 'stop when this says yes; of several limits, the first one counts',
    example: "'runsConverged(10)'",
  },
  {
    name: 'hunter',
    value: 'HUNTER',
    repeatable: true,
    description: 'kill a run when this says yes; of several, one is enough',
    default: 'see glompo list hunters',
    example: "'all(minTrials(500), parameterDistance(0.05))'",
  },
  { name: 'no-hunters', description: 'kill nothing' },
  {
    name: 'plugin',
    value: 'FILE or PACKAGE',
    repeatable: true,
    description:
      'import this module, or take this package: its hunters, checkers, selectors, start points and optimizers may be named by the other flags',
    example: './my-hunter.js',
  },
  {
    name: 'hunt-every',
    value: 'N',
    description: 'evaluations from one hunt to the next',
    default: '100',
    example: '1000',
  },
  {
    name: 'spare',
    value: 'SHARE',
    description:
      'let this share of the runs that hunters condemn live on, to tell what killing the others saved and cost',
    default: '0',
    example: '0.1',
  },
  {
    name: 'share',
    value: 'SHARING',
    description: 'let runs hear of good points that others have found; glompo list sharing',
    default: 'they do not',
    example: "'incumbent(every=1000, how=nudged)'",
  },
  { name: 'no-share', description: 'let no run hear of points of others, whatever was asked for before' },
  {
    name: 'trial-timeout',
    value: 'SECONDS',
    description:
      'an evaluation that lasts longer is ended, and counts as failed; evaluations must run on threads, processes or another backend that can end them',
    default: 'no limit',
    example: '30',
  },
  {
    name: 'abort-grace',
    value: 'SECONDS',
    description:
      'how long an evaluation that is no longer wanted may take to end by itself, before its worker is ended',
    default: '0.1',
    example: '2',
  },
  {
    name: 'retries',
    value: 'N',
    description: 'how often an evaluation is made again whose worker died with it; after that it has failed',
    default: '2',
    example: '0',
  },
  {
    name: 'failed-trials',
    value: 'WHAT',
    description:
      'what follows when evaluations fail or time out: worst (they count as the worst value, no more), end-run or end-study with the first one, 5:end-run or 5:end-study with so many of one run in a row',
    default: 'worst',
    example: '20:end-run',
  },
  {
    name: 'finish-killed',
    description: 'let the evaluations under way of a run that is killed go on, and count; otherwise they are aborted',
  },
  {
    name: 'no-spare-worker',
    description:
      'never start more workers than there are slots; otherwise, once one was lost, one more stands by to take the place of the next at once',
  },
  {
    name: 'start',
    value: 'POINT, @FILE or RULE',
    repeatable: true,
    description:
      'where runs start: points (1,2,3), points from a file (@best.json, as --json prints it, or numbers), then by a rule (basinHopping(temperature=0.8))',
    default: "at the task's own start, if it has one, then at random",
    example: '1,2,3',
  },
  { name: 'dims', value: 'N', description: "the task's option dims: how many parameters it has", example: '5' },
  {
    name: 'task-option',
    value: 'key=value',
    repeatable: true,
    description: 'any option of the task; those that glompo list tasks shows may be given as flags, too (--atoms 38)',
    example: 'atoms=38',
  },
  {
    name: 'bounds',
    value: 'low:high',
    description:
      "replaces the task's bounds: -5:5 for all, -5:5,0:1 for each, or x=-1:2,y=0:3 by name; expressions need them",
    example: '-5:5',
  },
  {
    name: 'seed',
    value: 'N',
    description: 'the seed of all chance in the study',
    default: 'drawn anew, and shown',
    example: '42',
  },
  {
    name: 'dir',
    value: 'DIR',
    description:
      'record the study in DIR/study.db, and its summary in DIR/glompo_manager_log.yml when it ends: glompo resume DIR goes on with it, whatever has ended it, and no evaluation that is recorded is made again',
    example: 'engine-study',
  },
  {
    name: 'durability',
    value: 'batch, second or end',
    description:
      'what a machine that loses its power may take along of the record: nothing, about a second, or what the system has not written yet; a kill never takes anything',
    default: 'batch',
    example: 'second',
  },
  {
    name: 'detail',
    value: 'trials, improvements or none',
    description:
      'how much is recorded: every trial, only those that bettered the best of their run, or none; with less than every trial the study cannot be gone on with',
    default: 'trials',
    example: 'improvements',
  },
  {
    name: 'checkpoint-every',
    value: 'TIME or N',
    description:
      'with --dir: after so much time (90s, 10m, 2h) or so many evaluations, make a checkpoint in DIR/checkpoints: one file from which glompo run --from goes on anywhere',
    default: 'never',
    example: '10m',
  },
  {
    name: 'checkpoint-at',
    value: 'start, end or start,end',
    description: 'make a checkpoint when the study has begun, and when it has ended',
    example: 'end',
  },
  {
    name: 'checkpoint-keep',
    value: 'N',
    description: 'of the checkpoints that were made so, keep the last ones, so many',
    default: '3',
    example: '10',
  },
  {
    name: 'checkpoint-name',
    value: 'PATTERN',
    description: 'the name of their files, in which {time}, {evaluations} and {event} are filled in',
    default: 'checkpoint-{time}-{evaluations}.db',
    example: "'engine-{evaluations}.db'",
  },
  {
    name: 'from',
    value: 'FILE',
    description:
      'instead of TASK: go on with the study of a checkpoint (glompo checkpoint), in the new folder --dir; other flags are for what shall be different from now on',
    example: 'checkpoint.db',
  },
  {
    name: 'task',
    value: 'TASK',
    description:
      'of a study that goes on: where the task is now, if it has moved; and that it may be run, if it is a module outside of the current folder or runs programs',
    example: './engine.task.js',
  },
  {
    name: 'accept-changed-task',
    description: 'go on although the file with the task has changed since the study was started',
  },
  { name: 'json', description: 'print the result as one JSON object' },
  {
    name: 'minima',
    value: 'N',
    description: 'of the distinct minima that runs have reached, list so many in the summary; --json has up to 200',
    default: '3',
    example: '10',
  },
  { name: 'quiet', short: 'q', description: 'no progress on stderr' },
  { name: 'verbose', description: 'show what tasks print, on stderr; on errors, show where they come from' },
];

/** The flags of `glompo resume`: those of `glompo run`, for what shall be different from now on. */
export const resumeFlags: readonly Flag[] = runFlags.filter(({ name }) => name !== 'dir' && name !== 'from');
