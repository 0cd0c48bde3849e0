import { reportMinima, type Study, type StudyResult } from '@glompo/core';
import type { Tally } from '../progress/tally.js';

/** What a study that broke down has found; undefined if no run had begun. */
export function bestSoFar(study: Study, tally: Tally, error: unknown): StudyResult | undefined {
  const { started, placement, slots, slotTime, replaced } = tally;
  const view = study.view();
  if (view === undefined || started === undefined || placement === undefined || view.runs.started === 0)
    return undefined;
  const { incumbent, runs, evaluations, outcomes, seconds } = view;
  const ended = runs.killed + runs.converged + runs.failed + runs.stopped;
  return {
    value: incumbent?.value ?? null,
    point: incumbent?.point ?? null,
    run: incumbent?.run ?? null,
    evaluations,
    outcomes: { ...outcomes },
    // What is lost at once is told at once, but not how much of it is made again: that is in the books, which the view is.
    retried: (view as Partial<Pick<StudyResult, 'retried'>>).retried ?? 0,
    runs: { ...runs, stopped: runs.stopped + runs.started - ended },
    minima: reportMinima(view.minima),
    reason: brokenBy(error),
    seed: started.seed,
    seconds,
    slots,
    slotTime,
    placement,
    replaced,
    leftBehind: tally.leftBehind,
  };
}

/** Why a study ended that broke down. */
export function brokenBy(error: unknown): StudyResult['reason'] {
  return { by: 'manager', message: `the study failed: ${plainError(error).message}` };
}

/** An error as `--json` tells it. */
export function plainError(error: unknown): { code: string; message: string } {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return { code: String(code ?? 'unknown'), message: String(message ?? error) };
}
