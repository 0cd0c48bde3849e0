import type { Backend, MaybePromise } from '@glompo/core';
import { type ConformanceCase, casesOf, type Exceptions, type Law } from '../cases/conformance-case.js';
import { type FaultedBackend, type FaultSelection, faultLaws } from '../faults/suite.js';
import { callLaws } from './call-laws.js';
import { endingLaws } from './ending-laws.js';
import { evaluationLaws } from './evaluation-laws.js';
import { openingLaws } from './opening-laws.js';
import { programLaws } from './program-laws.js';
import { reportLaws } from './report-laws.js';
import { separationLaws } from './separation-laws.js';
import { turnLaws } from './turn-laws.js';

export interface BackendConformanceOptions {
  /** Makes the backend; each case asks for one. */
  readonly backend: () => MaybePromise<Backend>;
  /** After this many milliseconds a case gives up waiting for anything. Default 20,000. */
  readonly deadlineMs?: number;
  /**
   * Which misbehaving tasks, optimizers and workers it must survive (`faultConformance`): all, in some minutes, or those that tell most, in a
   * quarter of a minute. Default `'all'`.
   */
  readonly faults?: FaultSelection;
  /** The same backend with workers that may hold about 64 MB of JavaScript objects, for faults that exhaust them. Default: none is tried. */
  readonly heapLimited?: (() => MaybePromise<Backend>) | undefined;
  /** Cases that this backend is known to fail, by name, each with the reason. */
  readonly except?: Exceptions;
}

/**
 * The laws of `Backend` and `Workers`, asked of real workers that speak the turn protocol. Needs Node.
 *
 * @throws ConformanceError if `except` names no case
 */
export function backendConformance({
  backend,
  deadlineMs = 20_000,
  faults = 'all',
  heapLimited,
  except,
}: BackendConformanceOptions): ConformanceCase[] {
  const laws: readonly Law<FaultedBackend>[] = [
    ...openingLaws,
    ...evaluationLaws,
    ...callLaws,
    ...reportLaws,
    ...separationLaws,
    ...endingLaws,
    ...programLaws,
    ...turnLaws,
    ...faultLaws(faults),
  ];
  return casesOf(laws, { backend, heapLimited, deadlineMs }, except);
}
