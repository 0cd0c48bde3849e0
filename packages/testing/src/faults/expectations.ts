import type { BackendTraits } from '@glompo/core/plugin';
import type { OptimizerFault } from './optimizer-faults.js';
import type { TaskFault } from './task-faults.js';

/** Where something misbehaves, as far as it matters: which backend it is, its traits tell. */
export const places = ['inline', 'thread', 'process'] as const;
export type FaultPlace = (typeof places)[number];

/** The place that the workers of a backend are. */
export function placeOf({ preemptive, isolated, contained = false }: BackendTraits): FaultPlace {
  if (!preemptive || !isolated) return 'inline';
  return contained ? 'process' : 'thread';
}

/** What becomes of a fault. */
export type Expectation =
  /** The study goes on; each trial that misbehaves ends in this way. */
  | {
      readonly result: 'contained';
      readonly outcome: TrialOutcome;
      /** Something of it goes on after the study all the same, in words. */
      readonly left?: string;
      /** It needs this option of the backend. */
      readonly needs?: string;
      /** The last major version of Node that contains it; later ones may end the whole program. */
      readonly upToNode?: number;
    }
  /** The same, but the worker cannot be ended: it is given up and replaced, and the result names it. */
  | { readonly result: 'written-off'; readonly outcome: TrialOutcome }
  /** It takes the study along, or holds it up for ever. */
  | { readonly result: 'not-containable'; readonly reason: string };

/** `ok` as if nothing were; `failed-after-retries`: its worker was lost with it each time. */
export type TrialOutcome = 'ok' | 'ok-after-retry' | 'failed' | 'failed-after-retries' | 'timed-out';

const contained = (
  outcome: TrialOutcome,
  more: { readonly left?: string; readonly needs?: string; readonly upToNode?: number } = {},
) => ({ result: 'contained', outcome, ...more }) as const;
const writtenOff = (outcome: TrialOutcome) => ({ result: 'written-off', outcome }) as const;
const notContainable = (reason: string) => ({ result: 'not-containable', reason }) as const;
const everywhere = (expected: Expectation) => ({ inline: expected, thread: expected, process: expected });
const onWorkers = (inline: Expectation, expected: Expectation) => ({ inline, thread: expected, process: expected });

const blocksManager = notContainable(
  'it is the manager’s own thread that hangs; a study with `trialTimeout` is refused here',
);
const awaitsInManager = notContainable('a study with `trialTimeout` is refused here, since it could not be kept');
const endsManager = notContainable('it ends the program of the manager');
const endsAllThreads = notContainable('it ends the whole process: the manager and all threads');
const uncaught = notContainable('Node ends the program of the manager, unless it listens to `uncaughtException`');
const programsLeft = 'the programs: they belong to the manager’s own process';
const limitedHeap = { needs: 'maxHeapMb' } as const;

/** What is expected of trials that misbehave, by the place where they are made, under `trialTimeout` where it can be kept. */
export const taskExpectations: Readonly<Record<TaskFault, Readonly<Record<FaultPlace, Expectation>>>> = {
  throws: everywhere(contained('failed')),
  rejects: everywhere(contained('failed')),
  'gives-nan': everywhere(contained('failed')),
  'gives-minus-infinity': everywhere(contained('failed')),
  'gives-garbage': everywhere(contained('failed')),
  'hangs-busy': onWorkers(blocksManager, contained('timed-out')),
  'hangs-awaiting': onWorkers(awaitsInManager, contained('timed-out')),
  'hangs-until-aborted': onWorkers(awaitsInManager, contained('timed-out')),
  'ignores-sigterm': onWorkers(blocksManager, contained('timed-out')),
  'starts-programs-and-hangs': {
    inline: blocksManager,
    thread: contained('timed-out', { left: programsLeft }),
    process: contained('timed-out'),
  },
  'leaves-programs': {
    inline: contained('ok', { left: programsLeft }),
    thread: contained('ok', { left: programsLeft }),
    process: contained('ok'),
  },
  exits: onWorkers(endsManager, contained('failed-after-retries')),
  aborts: { inline: endsManager, thread: endsAllThreads, process: contained('failed-after-retries') },
  'kills-itself': { inline: endsManager, thread: endsAllThreads, process: contained('failed-after-retries') },
  'dies-sometimes': onWorkers(endsManager, contained('ok-after-retry')),
  'exhausts-heap': {
    inline: endsManager,
    thread: contained('failed-after-retries', { ...limitedHeap, upToNode: 22 }),
    process: contained('failed-after-retries', limitedHeap),
  },
  'exhausts-memory': everywhere(contained('failed')),
  'prints-much': {
    inline: notContainable('it prints where the manager prints'),
    thread: contained('ok'),
    process: contained('ok'),
  },
  'blocks-in-native-call': {
    inline: blocksManager,
    thread: writtenOff('timed-out'),
    process: contained('timed-out'),
  },
  'leaves-rejection': onWorkers(uncaught, contained('failed-after-retries')),
  'leaves-throwing-timer': onWorkers(uncaught, contained('failed-after-retries')),
  'throws-later': onWorkers(uncaught, contained('ok-after-retry')),
};

/** What is expected of a run whose optimizer misbehaves, and of the study around it. */
export type OptimizerExpectation =
  /** The run ends with this status; the others do not notice. */
  | { readonly result: 'contained'; readonly status: 'failed' | 'converged' | 'stopped' }
  /** It keeps its worker until the study ends; the others go on, on the other workers. */
  | { readonly result: 'held' }
  | { readonly result: 'not-containable'; readonly reason: string };

const run = (status: 'failed' | 'converged' | 'stopped') => ({ result: 'contained', status }) as const;
const anywhere = (expected: OptimizerExpectation) => ({ inline: expected, thread: expected, process: expected });

/** By the place where the optimizer lives. */
export const optimizerExpectations: Readonly<
  Record<OptimizerFault, Readonly<Record<FaultPlace, OptimizerExpectation>>>
> = {
  'throws-in-create': anywhere(run('failed')),
  'throws-in-ask': anywhere(run('failed')),
  'throws-in-tell': anywhere(run('failed')),
  // Nobody takes a snapshot of what cannot be lost.
  'throws-in-snapshot': { inline: run('stopped'), thread: run('failed'), process: run('failed') },
  'asks-out-of-bounds': anywhere(run('failed')),
  'asks-nan': anywhere(run('failed')),
  'never-stops': anywhere(run('stopped')),
  'stops-at-once': anywhere(run('failed')),
  'loops-in-ask': {
    inline: notContainable('it is the manager’s own thread that hangs'),
    thread: { result: 'held' },
    process: { result: 'held' },
  },
  'exits-in-tell': { inline: endsManager, thread: run('failed'), process: run('failed') },
};

/** What no limit holds, whatever is set. */
export const limitsOfLimits: readonly string[] = [
  '`maxHeapMb` counts JavaScript objects, not typed arrays and buffers, which lie outside of the heap: on threads they are the manager’s memory, and the operating system, when it runs out, ends the whole program. On processes it ends the one that has most, which is then `lost` and retried like any other.',
  'From Node 23 on, V8 may end the whole program when a thread reaches `maxHeapMb` with one large list ([nodejs/node#47224](https://github.com/nodejs/node/issues/47224)): where memory may run out, take processes.',
  '`trialTimeout` bounds evaluations. An optimizer that computes without end keeps its worker until the study ends, or until others need the evaluations that it was granted; its run is reported as silent, and the runs beside it go on elsewhere.',
  'Inline, whatever keeps the thread keeps the manager: Ctrl-C and SIGTERM are heard when it returns, and only SIGKILL ends it before. A rejected promise that an optimizer or a task leaves behind there ends the program, as Node has it.',
  'A thread that closes file descriptors which are not its own takes the whole program along.',
  'A thread in a call of the operating system that never returns cannot be ended by anybody. It is written off: another worker takes its place, the result names it, and it does not keep the program from ending.',
  'Programs that a thread or an inline task has started belong to the manager’s own process, and are not ended. On processes all are, on Linux also those that have made a session of their own, unless they were also given an environment without what the worker’s has; elsewhere those that have stay.',
  'Native code that crashes on a thread or inline takes the whole program along.',
];
