import { type Backend, inline, type MaybePromise } from '@glompo/core';
import { type ConformanceCase, casesOf, type Exceptions, type Law } from '../cases/conformance-case.js';
import { backendLaw } from './backend-laws.js';
import { type CrowdFault, crowdFaults, crowdLaw } from './crowd-laws.js';
import type { FaultPlacement, FaultSubject } from './fault-study.js';
import { type BackendFault, backendFaults } from './faulty-backend.js';
import { type OptimizerFault, optimizerFaultNames } from './optimizer-faults.js';
import { optimizerLaw } from './optimizer-laws.js';
import { type TaskFault, taskFaultNames } from './task-faults.js';
import { taskLaw } from './task-laws.js';

/** Which faults are tried: those that tell most in a few seconds, or every one. */
export type FaultSelection = 'quick' | 'all';

const quick: {
  readonly tasks: readonly TaskFault[];
  readonly optimizers: readonly OptimizerFault[];
  readonly backends: readonly BackendFault[];
  readonly crowds: readonly CrowdFault[];
} = {
  tasks: ['throws', 'hangs-busy', 'hangs-awaiting', 'starts-programs-and-hangs', 'exits'],
  optimizers: ['throws-in-tell'],
  backends: ['loses-workers'],
  crowds: [],
};
const all: typeof quick = {
  tasks: taskFaultNames,
  optimizers: optimizerFaultNames,
  backends: Object.keys(backendFaults) as readonly BackendFault[],
  crowds: Object.keys(crowdFaults) as readonly CrowdFault[],
};

interface FaultSuiteOptions {
  /** Default `'all'`. */
  readonly faults?: FaultSelection;
  /** After three times as many milliseconds a case gives up waiting for its study. Default 20,000. */
  readonly deadlineMs?: number;
  /** Cases that are known to fail, by name, each with the reason. */
  readonly except?: Exceptions;
}

export interface FaultConformanceOptions extends FaultSuiteOptions {
  /** Makes the backend; each case asks for one. */
  readonly backend: () => MaybePromise<Backend>;
  /** The same with workers that may hold about 64 MB of JavaScript objects; absent: nothing exhausts a heap. */
  readonly heapLimited?: (() => MaybePromise<Backend>) | undefined;
}

export interface PlacementFaultsOptions extends FaultSuiteOptions {
  /** Makes the backends of both levels; each case asks for them. */
  readonly placement: () => MaybePromise<FaultPlacement>;
  /** The same with workers that may hold about 64 MB of JavaScript objects; absent: nothing exhausts a heap. */
  readonly heapLimited?: (() => MaybePromise<FaultPlacement>) | undefined;
}

/**
 * Tasks, optimizers and backends that misbehave in every way that is known, each in a real study on a backend, its trials where the
 * optimizers live and in a pool: what is stated of it (`docs/faults.md`) is what happens, and the other trials are those of a study inline.
 * Needs Node.
 *
 * @throws ConformanceError if `except` names no case
 */
export function faultConformance({
  backend,
  heapLimited,
  faults = 'all',
  deadlineMs = 20_000,
  except,
}: FaultConformanceOptions): ConformanceCase[] {
  return casesOf(faultLaws(faults), { backend, heapLimited, deadlineMs }, except);
}

/** The same in one placement of optimizers and trials. @throws ConformanceError if `except` names no case */
export function placementFaults({
  placement,
  heapLimited,
  faults = 'all',
  deadlineMs = 20_000,
  except,
}: PlacementFaultsOptions): ConformanceCase[] {
  const { tasks, optimizers, backends, crowds } = selected(faults);
  const laws = [
    ...tasks.map(taskLaw),
    ...optimizers.map(optimizerLaw),
    ...backends.map(backendLaw),
    ...crowds.map(crowdLaw),
  ];
  const named = laws.map(law => ({ ...law, name: `survives ${law.name}` }));
  return casesOf(named, { placement, heapLimited, deadlineMs: studiesTakeLonger * deadlineMs }, except);
}

/** What laws about a backend are asked of. */
export interface FaultedBackend {
  readonly backend: () => MaybePromise<Backend>;
  readonly heapLimited?: (() => MaybePromise<Backend>) | undefined;
  readonly deadlineMs: number;
}

/** A whole study takes longer than anything else that is waited for. */
const studiesTakeLonger = 3;

/** As laws about a backend. */
export function faultLaws(selection: FaultSelection): readonly Law<FaultedBackend>[] {
  const { tasks, optimizers, backends, crowds } = selected(selection);
  return [
    ...[...tasks.map(taskLaw), ...backends.map(backendLaw), ...crowds.map(crowdLaw)].flatMap(law => [
      placed(law, 'with the optimizer'),
      placed(law, 'in a pool'),
    ]),
    // With trials in a pool they live inline, whatever the backend.
    ...optimizers.map(fault => placed(optimizerLaw(fault), 'with the optimizer')),
  ];
}

const selected = (selection: FaultSelection) => (selection === 'quick' ? quick : all);

type Trials = 'with the optimizer' | 'in a pool';

function placed(law: Law<FaultSubject>, trials: Trials): Law<FaultedBackend> {
  const placement = (backend: Backend): FaultPlacement =>
    trials === 'in a pool'
      ? { optimizers: inline(), trials: backend }
      : { optimizers: backend, trials: 'with-optimizer' };
  return {
    name: `survives ${law.name}, trials ${trials}`,
    check: ({ backend, heapLimited, deadlineMs }) =>
      law.check({
        placement: async () => placement(await backend()),
        heapLimited: heapLimited && (async () => placement(await heapLimited())),
        deadlineMs: studiesTakeLonger * deadlineMs,
      }),
  };
}
