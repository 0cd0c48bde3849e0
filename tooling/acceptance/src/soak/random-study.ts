import {
  type Backend,
  createRandom,
  type ErrorCode,
  type FailedTrials,
  type OptimizerChoice,
  type Random,
  type StudyOptions,
} from '@glompo/core';
import { maxEvaluations } from '@glompo/core/checkers';
import { nelderMead, randomSearch } from '@glompo/optimizer-classic';
import { cmaes } from '@glompo/optimizer-cmaes';
import {
  type BackendFault,
  type FaultPlace,
  faultyBackend,
  faultyOptimizer,
  faultyTask,
  type OptimizerFault,
  type TaskFault,
  taskExpectations,
  taskFaults,
} from '@glompo/testing';
import { backendOf, type Cell, optimizerPlaces, trialPlaces } from '../placements/cells.js';

/** A study that chance has made of all that a study can be, faults included. */
export interface RandomStudy {
  /** In a line, for whoever reads of its failure. */
  readonly words: string;
  readonly options: StudyOptions;
  /** It is interrupted after so long; undefined: it comes to its own end. */
  readonly interruptAfterMs: number | undefined;
  /** The slots are changed to so many when the first trials are there. */
  readonly resizeTo: number | undefined;
  /** It may reject with one of these, since that is stated. */
  readonly mayReject: readonly ErrorCode[];
  /** What it may leave, since that is stated. */
  readonly leaves: { readonly programs: boolean; readonly workers: boolean };
}

/** Optimizers that misbehave, where they do not take the manager along. */
const optimizerFaults: readonly OptimizerFault[] = [
  'throws-in-create',
  'throws-in-ask',
  'throws-in-tell',
  'throws-in-snapshot',
  'asks-out-of-bounds',
  'asks-nan',
  'never-stops',
  'stops-at-once',
];
const onWorkers: readonly OptimizerFault[] = ['loops-in-ask', 'exits-in-tell'];

const backendFaults: readonly BackendFault[] = [
  'loses-workers',
  'loses-workers',
  'loses-workers',
  'opens-slowly',
  'refuses-to-replace',
  'refuses-to-open',
  'never-opens',
];

/** What takes seconds, or hundreds of megabytes, each time. */
const tooHeavy: readonly TaskFault[] = ['exhausts-heap', 'exhausts-memory', 'prints-much'];

/** @param folder for the notes of the task */
export function randomStudy(seed: number, folder: string): RandomStudy {
  const random = createRandom(seed);
  const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);
  const cell: Cell = { optimizers: pick(random, optimizerPlaces), trials: pick(random, trialPlaces), slots: upTo(4) };
  const trialsOn = cell.trials === 'with-optimizer' ? cell.optimizers : cell.trials;
  const placeNames = { inline: 'inline', threads: 'thread', processes: 'process' } as const;
  const place = placeNames[trialsOn];
  const fault = pick(random, survivable(place));
  const expected = taskExpectations[fault][place];
  const oneIn = 10 + upTo(60);
  const optimizerFault =
    random.uniform() < 0.4
      ? pick(random, cell.optimizers === 'inline' ? optimizerFaults : [...optimizerFaults, ...onWorkers])
      : undefined;
  const backendFault = random.uniform() < 0.4 ? pick(random, backendFaults) : undefined;
  const breaks = (backend: Backend) => {
    if (backendFault === undefined) return backend;
    const workersDie = backendFault === 'loses-workers' || backendFault === 'refuses-to-replace';
    return workersDie && !backend.traits.parallel
      ? backend
      : faultyBackend(backend, { fault: backendFault, oneIn: 30, seed });
  };
  const backend = backendOf(cell);
  // Half of the time it is the optimizers' workers in a study that has others for its trials.
  const breaksTrials = backend.trials !== 'with-optimizer' && random.uniform() < 0.5;
  const failedTrials = pick<FailedTrials>(random, ['worst', 'worst', 'end-run', { inARow: 3, action: 'end-run' }]);
  const evaluations = 50 + upTo(250);
  const options: StudyOptions = {
    task: faultyTask({ fault, oneIn, folder, milliseconds: upTo(3), waits: random.uniform() < 0.3 }),
    optimizers: [
      ...pick<readonly OptimizerChoice[]>(random, [
        [randomSearch({ maxPoints: 40 })],
        [cmaes({ sigma: 0.3, maxGenerations: 10 }), nelderMead({ maxIterations: 30 })],
        [cmaes(), randomSearch()],
      ]),
      ...(optimizerFault === undefined ? [] : [faultyOptimizer({ fault: optimizerFault, after: upTo(40) })]),
    ],
    backend:
      breaksTrials && backend.trials !== 'with-optimizer'
        ? { ...backend, trials: breaks(backend.trials) }
        : { ...backend, optimizers: breaks(backend.optimizers) },
    slots: cell.slots,
    liveRuns: upTo(6),
    huntEvery: 40,
    stop: maxEvaluations(evaluations),
    ...(place !== 'inline' && { trialTimeout: 0.1 + random.uniform() / 5 }),
    abortGrace: random.uniform() / 10,
    retries: Math.floor(random.uniform() * 4),
    failedTrials,
    cancelKilled: random.uniform() < 0.7,
    seed,
  };
  // What holds its worker, or waits for one, until the study ends, needs an end.
  const endless = optimizerFault === 'loops-in-ask' || backendFault === 'never-opens';
  const interruptAfterMs = endless || random.uniform() < 0.25 ? Math.floor(random.uniform() * 1500) : undefined;
  const resizeTo = random.uniform() < 0.2 ? upTo(4) : undefined;
  return {
    words:
      `${cell.optimizers}/${cell.trials}, ${cell.slots} slots, one trial in ${oneIn} ${taskFaults[fault]}` +
      `${optimizerFault === undefined ? '' : `, an optimizer ${optimizerFault}`}` +
      `${backendFault === undefined ? '' : `, a backend ${backendFault}`}, ${evaluations} evaluations` +
      `${interruptAfterMs === undefined ? '' : `, interrupted after ${interruptAfterMs} ms`}` +
      `${resizeTo === undefined ? '' : `, then ${resizeTo} slots`}`,
    options,
    interruptAfterMs,
    resizeTo,
    mayReject: [
      ...(interruptAfterMs === undefined ? [] : (['GLOMPO_INTERRUPTED'] as const)),
      ...(backendFault === 'refuses-to-replace' || backendFault === 'refuses-to-open'
        ? (['GLOMPO_WORKER_START'] as const)
        : []),
    ],
    leaves: {
      programs: expected.result === 'contained' && expected.left !== undefined,
      workers: expected.result === 'written-off',
    },
  };
}

function survivable(place: FaultPlace): readonly TaskFault[] {
  return (Object.keys(taskFaults) as readonly TaskFault[]).filter(
    fault => taskExpectations[fault][place].result !== 'not-containable' && !tooHeavy.includes(fault),
  );
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random.uniform() * from.length)] as T;
}
