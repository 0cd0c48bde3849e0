import {
  createRandom,
  type EventOf,
  emptySlotReport,
  type Found,
  type OrderMemory,
  type Reason,
  type RegretMemory,
  type RunHistory,
  type Study,
  type StudyEvent,
  type StudyEventBody,
  type StudyHistory,
} from '@glompo/core';

const dimensions = 3;
const wantedHere = { by: 'user', message: 'a run was wanted here' };

interface Run {
  readonly id: number;
  readonly pooled: boolean;
  next: number;
  /** Trials without a result, and results that were not told. */
  asked: number[];
  untold: number[];
  best: Found | undefined;
  readonly outcomes: { ok: number; failed: number; timedOut: number; lost: number; cancelled: number };
}

/** Events as a study could have made them, of about so many steps; it does not come to its end, and nobody intervenes unless that is wanted. The same for the same seed. */
export function madeUpEvents(
  seed: number,
  steps: number,
  { interventions = false }: { readonly interventions?: boolean } = {},
): StudyEvent[] {
  const random = createRandom(seed);
  const events: StudyEvent[] = [];
  const live: Run[] = [];
  let begun = 0;
  let wanted = 0;
  let evaluations = 0;
  let incumbent: Found | undefined;
  const note = (body: StudyEventBody) =>
    events.push({ ...body, number: events.length + 1, seconds: events.length / 7, evaluations } as StudyEvent);
  const numbers = (count: number) => Float64Array.from({ length: count }, () => random.normal());

  const finish = (run: Run, first: number, count: number) => {
    const values = numbers(count);
    const points = numbers(count * dimensions);
    const failed = random.integer(5) === 0;
    if (failed) values[0] = Number.POSITIVE_INFINITY;
    evaluations += count;
    run.outcomes.ok += count - Number(failed);
    if (failed) run.outcomes[run.pooled ? 'timedOut' : 'failed']++;
    const outcome = run.pooled ? ('timed-out' as const) : ('failed' as const);
    const trials = {
      first,
      points,
      values,
      failures: failed ? [{ index: 0, outcome, message: 'it "broke"\0 \ud800' }] : [],
      ...(run.id % 2 === 0 && { gradients: numbers(count * dimensions) }),
      ...(run.id % 3 === 0 && { residuals: Array.from({ length: count }, (_, i) => (i % 2 ? null : numbers(2))) }),
      ...(run.id % 4 === 0 && { extras: Array.from({ length: count }, (_, i) => ({ i, never: undefined })) }),
    };
    note({ type: 'trials', run: run.id, trials, told: !run.pooled });
    const value = Math.min(...values);
    if (value >= (run.best?.value ?? Number.POSITIVE_INFINITY)) return;
    const at = values.indexOf(value);
    const point = points.slice(at * dimensions, (at + 1) * dimensions);
    run.best = { value, point, run: run.id, trial: first + at };
    if (value >= (incumbent?.value ?? Number.POSITIVE_INFINITY)) return;
    incumbent = run.best;
    note({ type: 'incumbent', found: incumbent });
  };

  note({
    ...{ type: 'study-started', resumed: false, task: 'made up', seed, slots: 2, huntEvery: 100, stop: 'never()' },
    parameters: Array.from({ length: dimensions }, (_, i) => ({ kind: 'real', name: `x${i}`, low: -9, high: 9 })),
    liveRuns: { from: 4, upTo: 4 },
    placement: { optimizers: 'inline', trials: 'with-optimizer' },
    hunters: undefined,
  } as StudyEventBody);
  for (let step = 0; step < steps; step++) {
    if (live.length < 4 && random.integer(3) === 0) {
      const id = ++begun;
      const isWanted = wanted > 0 && random.integer(2) === 0;
      if (isWanted) wanted--;
      live.push({
        ...{ id, pooled: id % 2 === 1, next: 1, asked: [], untold: [], best: undefined },
        outcomes: { ok: 0, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
      });
      note({ type: 'decided', memory: memoryOf(step, interventions) });
      note({
        ...{ type: 'run-started', run: id, choice: id % 2 },
        optimizer: { plugin: 'optimizer', name: 'made-up', options: { size: 8 } },
        point: numbers(dimensions),
        spread: id % 2 ? numbers(dimensions) : undefined,
        reason: isWanted
          ? wantedHere
          : id % 3
            ? { by: 'start', message: 'a start', data: { at: Number.NaN } }
            : undefined,
        origin: id % 5 ? undefined : { from: -0 },
      });
    }
    const run = live[random.integer(Math.max(1, live.length))];
    if (run === undefined) continue;
    if (!run.pooled) {
      const count = 1 + random.integer(9);
      finish(run, run.next, count);
      run.next += count;
    } else if (run.asked.length < 3) {
      for (let i = 0; i < 6; i++) run.asked.push(run.next++);
    } else {
      const [trial] = run.asked.splice(random.integer(run.asked.length), 1) as [number];
      finish(run, trial, 1);
      run.untold.push(trial);
      if (run.untold.length > 3) {
        for (const first of run.untold) note({ type: 'told', run: run.id, first, trials: 1, asked: run.next - 1 });
        run.untold = [];
      }
    }
    const chance = random.integer(40);
    if (chance < 4) {
      const state = { mean: numbers(dimensions), evaluations, bytes: new Uint8Array([1, 2]) };
      note({ type: 'snapshot', run: run.id, trials: 1, outstanding: run.pooled ? run.asked : undefined, state });
    } else if (chance === 4) {
      note({ type: 'output', stream: 'stdout', text: `printed by <b>${run.id}</b>\0\u001b[31m`, run: run.id });
    } else if (chance === 5) {
      note({ type: 'warning', message: 'mind this', data: { infinity: Number.POSITIVE_INFINITY } });
    } else if (chance === 6) {
      note({ type: 'trial-lost', run: run.id, first: run.next, trials: 1, cause: 'it died', next: 'retry' });
    } else if (chance === 7) {
      run.outcomes.lost += 2;
      note({ type: 'trial-lost', run: run.id, first: run.next, trials: 2, cause: 'it died', next: 'lost' });
    } else if (chance === 8) {
      run.outcomes.cancelled++;
      note({ type: 'trials-cancelled', run: run.id, trials: 1, reason: { by: 'x', message: 'y' } });
    } else if (chance === 9) {
      const reason = { by: 'hang', message: 'it hung' };
      note({ type: 'worker-replaced', backend: 'threads', worker: 1, reason, freedAfterMs: 1, startedAfterMs: 2 });
    } else if (interventions && chance === 34) {
      const reason = { by: 'minTrials', message: 'it is old' };
      note({ type: 'run-spared', run: run.id, reason, trials: run.next - 1, incumbent: Number.POSITIVE_INFINITY });
    } else if (interventions && chance > 35) {
      note({ type: 'intervened', intervention: { type: chance > 37 ? 'continue-run' : 'pause-run', run: run.id } });
    } else if (interventions && chance === 35) {
      note({ type: 'intervened', intervention: { type: 'start-run', point: numbers(dimensions) } });
      wanted++;
      note({ type: 'intervened', intervention: { type: 'inject', point: numbers(dimensions), value: step } });
      const shared = { run: run.id, from: 1, point: numbers(dimensions), value: step };
      const reason = { by: 'incumbent', message: 'it is better' };
      note({ type: 'shared', ...shared, how: random.integer(2) === 0 ? 'nudged' : undefined, reason });
      const [heard] = live;
      if (heard && random.integer(2) === 0)
        note({ type: 'injected', run: heard.id, point: numbers(dimensions), value: step, heard: step % 3 > 0 });
    } else if (chance < 12) {
      live.splice(live.indexOf(run), 1);
      const { ok, failed, timedOut } = run.outcomes;
      note({
        ...{ type: 'run-ended', run: run.id, status: chance === 10 ? 'killed' : 'converged' },
        optimizer: { plugin: 'optimizer', name: 'made-up', options: { size: 8 } },
        ...{ reason: interventions ? reasonOf(run.id, chance) : theEnd, trials: ok + failed + timedOut },
        ...{ outcomes: run.outcomes, best: run.best },
      } as StudyEventBody);
    }
  }
  return events;
}

/** Some were killed on their way to a known minimum, and some have converged to none. */
function reasonOf(run: number, chance: number): Reason {
  if (chance === 10 && run % 2 === 0) return { ...theEnd, because: [{ by: 'knownBasin', message: 'seen' }] };
  return chance === 11 && run % 3 === 0 ? { ...theEnd, unfinished: true } : theEnd;
}

const theEnd: Reason = { by: 'hunt', message: 'the end' };

/** The same study, at its end. */
export function ended(events: readonly StudyEvent[]): StudyEvent[] {
  const { number, seconds, evaluations } = events.at(-1) as StudyEvent;
  const end: EventOf<'study-ended'> = {
    ...{ type: 'study-ended', number: number + 1, seconds, evaluations },
    result: {
      ...{ value: null, point: null, run: null, evaluations, seed: 1, seconds, slots: 2, replaced: 0, retried: 0 },
      outcomes: { ok: 0, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
      runs: { started: 0, killed: 0, converged: 0, failed: 0, stopped: 0 },
      reason: { by: 'test', message: 'enough' },
      slotTime: emptySlotReport(),
      placement: { optimizers: 'inline', trials: 'with-optimizer' },
      leftBehind: [],
    } as unknown as EventOf<'study-ended'>['result'],
  };
  return [...events, end];
}

/** As much of a study as a recording needs: it gives these events as fast as they are read, and does not end by itself if it is `endless`. */
export function studyOf(
  events: readonly StudyEvent[],
  { endless = false }: { readonly endless?: boolean } = {},
): Pick<Study, 'events' | 'safe'> {
  return {
    safe: () => {},
    async *events({ from = 1 } = {}) {
      for (const event of events) if (event.number >= from) yield event;
      if (endless) await new Promise(() => {});
    },
  };
}

/** What the events tell, found in another way than the record does. */
export function historyOf(events: readonly StudyEvent[]): unknown {
  const of = <Type extends StudyEvent['type']>(type: Type) =>
    events.filter((event): event is EventOf<Type> => event.type === type);
  const last = events.at(-1) as StudyEvent;
  // Runs that stopped with their study go on with it.
  const ends = of('run-ended').filter(({ status }) => status !== 'stopped');
  const cancelled = (about: readonly EventOf<'trials-cancelled'>[]) =>
    about.reduce((sum, { trials }) => sum + trials, 0);
  const lost = (about: readonly EventOf<'trial-lost'>[]) =>
    about.reduce((sum, { next, trials }) => sum + (next === 'lost' ? trials : 0), 0);
  const failed = (how: string) =>
    of('trials').reduce((sum, { trials }) => sum + trials.failures.filter(({ outcome }) => outcome === how).length, 0);
  const all = of('trials').flatMap(({ run, trials: { first, points, values } }) => {
    const n = points.length / values.length;
    return Array.from(values, (value, i) => ({
      ...{ value, point: points.slice(i * n, (i + 1) * n), run, trial: first + i },
    }));
  });
  const status = (name: string) => ends.filter(end => end.status === name).length;
  return {
    events: last.number,
    seed: of('study-started')[0]?.seed,
    parameters: of('study-started')[0]?.parameters,
    seconds: last.seconds,
    evaluations: last.evaluations,
    outcomes: {
      ok: last.evaluations - failed('failed') - failed('timed-out'),
      failed: failed('failed'),
      timedOut: failed('timed-out'),
      lost: lost(of('trial-lost')),
      cancelled: cancelled(of('trials-cancelled')),
    },
    retried: of('trial-lost').filter(({ next }) => next === 'retry').length,
    replaced: of('worker-replaced').length,
    incumbent: of('incumbent').at(-1)?.found,
    improved: improvedAt(of('incumbent').at(-1)),
    coreSeconds: coreSecondsOf(events),
    runs: {
      started: of('run-started').length,
      ...{ killed: status('killed'), converged: status('converged'), failed: status('failed') },
      stopped: status('stopped'),
    },
    memory: of('decided').at(-1)?.memory,
    decided: of('decided').at(-1)?.number ?? 0,
    wanted: of('intervened')
      .flatMap(({ intervention }) => (intervention.type === 'start-run' ? [intervention.point] : []))
      .slice(of('run-started').filter(({ reason }) => reason?.by === 'user').length),
    ended: ends
      .filter(({ status, reason }) => (status === 'converged' ? !reason.unfinished : reason.because !== undefined))
      .map(({ run, best }) => ({ run, best })),
    evaluated: [...all, ...all.filter((_, i) => i % 3 === 1)],
    live: of('run-started')
      .filter(({ run }) => !ends.some(end => end.run === run))
      .map(({ run: id, optimizer, choice, point, spread, reason, origin, evaluations }) => ({
        ...{ id, optimizer, choice, start: { point, spread, reason, origin }, startedAt: evaluations },
        unfinished: {
          lost: lost(of('trial-lost').filter(({ run }) => run === id)),
          cancelled: cancelled(of('trials-cancelled').filter(({ run }) => run === id)),
        },
        paused: of('intervened').reduce((paused, { intervention }) => {
          if (!('run' in intervention) || intervention.run !== id) return paused;
          return intervention.type === 'pause-run';
        }, false),
        deaf: of('injected').some(({ run, heard }) => run === id && !heard),
        injections: injectionsOf(events, id),
        snapshot: of('snapshot').findLast(({ run }) => run === id),
        log: events.flatMap(({ more: _, ...event }) =>
          (event.type === 'trials' || event.type === 'told') && event.run === id ? [event] : [],
        ),
      })),
  };
}

function improvedAt(event: EventOf<'incumbent'> | undefined) {
  // Made-up events are as records of earlier versions: they do not say which evaluation it was.
  return event && { evaluations: event.evaluation ?? event.evaluations, seconds: event.seconds };
}

/** The last that each session said of it. */
function coreSecondsOf(events: readonly StudyEvent[]): number {
  const sessions: number[] = [];
  for (const event of events) {
    if (event.type === 'study-started') sessions.push(0);
    if (event.type === 'slot-time') sessions[sessions.length - 1] = event.report.spent.evaluating;
    if (event.type === 'study-ended') sessions[sessions.length - 1] = event.result.slotTime?.spent.evaluating ?? 0;
  }
  return sessions.reduce((sum, seconds) => sum + seconds, 0);
}

/** A history with its logs read, to compare. */
export function readOut(history: StudyHistory): unknown {
  const all = Array.from({ length: history.evaluations }, (_, i) => i + 1);
  return {
    ...history,
    live: history.live.map((run: RunHistory) => ({ ...run, log: [...run.log()] })),
    ended: [...history.ended()].map(({ run, best }) => ({ run, best })),
    evaluated: [...history.evaluated(all), ...history.evaluated(all.filter(number => number % 3 === 2))],
  };
}

function memoryOf(step: number, interventions: boolean) {
  const random = createRandom(step).snapshot();
  return {
    random: { selector: random, startPoints: random, hunters: random, checkers: random },
    ...{ startPoints: undefined, checkers: [], hunters: [], nextHunt: step },
    ...(interventions && step % 3 === 0 && { regret: regretAt(step) }),
    ...(step % 2 === 0 && { sharing: { next: step, notes: { choices: [], listeners: [] } } }),
    ...(interventions && step % 4 === 1 && { order: orderAt(step) }),
  };
}

function regretAt(step: number): RegretMemory {
  const live = [[1, { trials: step, incumbent: Number.POSITIVE_INFINITY }]] as const;
  return { killed: 3, ended: [2, 1, step, step ** 2], best: step % 2 === 0 ? undefined : [2, -0.5], live };
}

function orderAt(step: number): OrderMemory {
  const standing = { place: { start: step, finish: step, arrival: 3 }, served: 0, left: 17, begun: step % 8 === 1 };
  const rules = { toDecide: step % 3 === 0, due: Number.POSITIVE_INFINITY, share: 17, liveRuns: 3 };
  return { clock: step, arrivals: 3, vacated: [0.5, step], ...rules, runs: [[1, standing]] };
}

function injectionsOf(events: readonly StudyEvent[], run: number) {
  const begun = events.findIndex(event => event.type === 'run-started' && event.run === run);
  const wanted = events.slice(begun).flatMap((event): RunHistory['injections'] => {
    if (event.type === 'shared' && event.run === run)
      return [{ point: event.point, value: event.value, ...(event.how && { how: event.how }) }];
    if (event.type !== 'intervened' || event.intervention.type !== 'inject') return [];
    return [{ point: event.intervention.point, value: event.intervention.value }];
  });
  return wanted.slice(events.filter(event => event.type === 'injected' && event.run === run).length);
}
