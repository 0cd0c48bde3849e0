import { createStudy, type RunStatus, type StudyEvent, type StudyOptions, type StudyResult } from '@glompo/core';
import type { TrialBatch } from '@glompo/core/worker';
import { ConformanceError, ensure, ensureSame } from '../cases/expect.js';

export interface ObservedTrial {
  readonly point: Float64Array;
  readonly value: number;
  readonly outcome: 'ok' | 'failed' | 'timed-out';
  /** What went wrong, if it did. */
  readonly message: string | undefined;
}

export interface ObservedRun {
  /** By ordinal, from 0; with holes where trials were lost or cancelled. */
  readonly trials: readonly (ObservedTrial | undefined)[];
  readonly status: RunStatus | undefined;
  readonly reason: string;
}

/** All that the events of a study tell, in order of runs. */
export interface ObservedStudy {
  readonly result: StudyResult;
  readonly runs: ReadonlyMap<number, ObservedRun>;
  readonly events: readonly StudyEvent[];
}

export interface ObserveOptions {
  /** After so long it is given up: it is interrupted. */
  readonly deadlineMs: number;
  /** Interrupts the study. */
  readonly signal?: AbortSignal;
  /** It gets so many slots when its first trials are there. */
  readonly resizeTo?: number;
}

/**
 * Conducts a study and checks the laws that hold for every one, whatever misbehaves in it: every trial is told at most once, its outcome is
 * counted where it is told, and the counts of runs and study agree.
 *
 * @throws ConformanceError if a law does not hold, or the study does not end
 */
export async function observe(
  options: StudyOptions,
  { deadlineMs, signal, resizeTo }: ObserveOptions,
): Promise<ObservedStudy> {
  const study = createStudy(options);
  const events: StudyEvent[] = [];
  const listening = (async () => {
    let toResize = resizeTo;
    for await (const event of study.events({ keepUp: true })) {
      events.push(event);
      if (event.type !== 'trials' || toResize === undefined) continue;
      // It may end, or be interrupted, meanwhile.
      study.resize(toResize).catch(() => {});
      toResize = undefined;
    }
  })();
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late.abort();
      reject(new ConformanceError(`waited ${deadlineMs / 1000} s in vain for a study to end; ${lastOf(events)}`));
    }, deadlineMs);
  });
  const ended = study.run({ signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal });
  ended.catch(() => {});
  try {
    const result = await Promise.race([ended, overdue]);
    await listening;
    const observed = { result, runs: runsOf(events), events };
    checkCounts(observed);
    return observed;
  } finally {
    clearTimeout(timer);
  }
}

function runsOf(events: readonly StudyEvent[]): ReadonlyMap<number, ObservedRun> {
  const runs = new Map<
    number,
    { trials: (ObservedTrial | undefined)[]; status: RunStatus | undefined; reason: string }
  >();
  for (const event of events) {
    ensure(event.type !== 'gap', 'events were lost');
    if (event.type === 'run-started') runs.set(event.run, { trials: [], status: undefined, reason: '' });
    if (event.type === 'trials') enter(runs.get(event.run)?.trials ?? [], event.trials, event.run);
    if (event.type === 'run-ended')
      Object.assign(runs.get(event.run) ?? {}, { status: event.status, reason: event.reason.message });
  }
  return runs;
}

function enter(
  trials: (ObservedTrial | undefined)[],
  { first, points, values, failures }: TrialBatch,
  run: number,
): void {
  const n = points.length / values.length;
  for (const [i, value] of values.entries()) {
    const at = first + i - 1;
    ensure(trials[at] === undefined, `trial ${at + 1} of run ${run} was told twice`);
    const failure = failures.find(({ index }) => index === i);
    trials[at] = {
      point: points.slice(i * n, (i + 1) * n),
      value,
      outcome: failure?.outcome ?? 'ok',
      message: failure?.message,
    };
  }
}

function checkCounts({ result, runs, events }: ObservedStudy): void {
  const { ok, failed, timedOut, lost, cancelled } = result.outcomes;
  const told = [...runs.values()].flatMap(({ trials }) => trials.flatMap(trial => trial?.outcome ?? []));
  const count = (outcome: string) => told.filter(each => each === outcome).length;
  ensureSame(ok, count('ok'), 'outcomes.ok, against the trials that were told');
  ensureSame(failed, count('failed'), 'outcomes.failed, against the trials that were told');
  ensureSame(timedOut, count('timed-out'), 'outcomes.timedOut, against the trials that were told');
  ensureSame(result.evaluations, ok + failed + timedOut, 'evaluations');
  const sum = (of: (event: StudyEvent) => number) => events.reduce((total, event) => total + of(event), 0);
  ensureSame(
    lost,
    sum(event => (event.type === 'trial-lost' && event.next === 'lost' ? event.trials : 0)),
    'outcomes.lost, against the events',
  );
  ensureSame(
    cancelled,
    sum(event => (event.type === 'trials-cancelled' ? event.trials : 0)),
    'outcomes.cancelled, against the events',
  );
  for (const name of ['ok', 'failed', 'timedOut', 'lost', 'cancelled'] as const)
    ensureSame(
      sum(event => (event.type === 'run-ended' ? event.outcomes[name] : 0)),
      result.outcomes[name],
      `${name} of all runs`,
    );
}

function lastOf(events: readonly StudyEvent[]): string {
  const last = events.at(-1);
  return last === undefined ? 'nothing had happened' : `last there was ${last.type} after ${last.seconds.toFixed(1)} s`;
}
