import type { Parameter } from '../contracts/parameter.js';
import { noTrials } from '../contracts/trial-counts.js';
import type { Found, Progress } from '../contracts/view.js';
import { arrivalOf } from '../minima/arrivals.js';
import type { DecisionMemory } from './decision-memory.js';
import type { EventOf, StudyEvent } from './events.js';
import type { RunHistory, StudyHistory } from './history.js';
import type { Injection } from './intervention.js';

/** What the events of a study tell, if these are all that there are. */
export function historyOf(events: readonly StudyEvent[]): StudyHistory {
  const started = events.find(({ type }) => type === 'study-started') as EventOf<'study-started'>;
  const last = events.at(-1) as StudyEvent;
  const runs = { started: 0, killed: 0, converged: 0, failed: 0, stopped: 0 };
  const outcomes: { -readonly [K in keyof ReturnType<typeof noTrials>]: number } = noTrials();
  const live = new Map<number, EventOf<'run-started'>>();
  let evaluations = 0;
  let incumbent: Found | undefined;
  let improved: Progress | undefined;
  let memory: DecisionMemory | undefined;
  let decided = 0;
  for (const event of events) {
    if (event.type === 'run-started') {
      runs.started++;
      live.set(event.run, event);
    } else if (event.type === 'run-ended') {
      // It was its study that has stopped: it goes on with it.
      if (event.status === 'stopped') continue;
      runs[event.status]++;
      live.delete(event.run);
    } else if (event.type === 'trials') {
      evaluations += event.trials.values.length;
      outcomes.ok += event.trials.values.length - event.trials.failures.length;
      for (const { outcome } of event.trials.failures) outcomes[outcome === 'failed' ? 'failed' : 'timedOut']++;
    } else if (event.type === 'incumbent') {
      incumbent = event.found;
      improved = { evaluations: event.evaluation as number, seconds: event.seconds };
    } else if (event.type === 'decided') {
      memory = event.memory;
      decided = event.number;
    }
  }
  return {
    events: last.number,
    seed: started.seed,
    parameters: started.parameters as readonly Parameter[],
    seconds: last.seconds,
    evaluations,
    outcomes,
    retried: 0,
    replaced: 0,
    incumbent,
    improved,
    coreSeconds: 0,
    runs,
    memory,
    decided,
    wanted: wantedOf(events),
    ended: () =>
      events.filter(event => event.type === 'run-ended' && arrivalOf(event) !== undefined) as EventOf<'run-ended'>[],
    evaluated: numbers => {
      const all = events.flatMap(event => (event.type === 'trials' ? foundIn(event) : []));
      return numbers.map(number => all[number - 1] as Found);
    },
    live: [...live.values()].map((started): RunHistory => {
      const { run: id, optimizer, choice, point, spread, reason, origin, chosen } = started;
      const about = events.filter(event => 'run' in event && event.run === id);
      return {
        id,
        optimizer,
        choice,
        start: { point, spread, reason, origin },
        ...(chosen && { chosen }),
        startedAt: started.evaluations,
        unfinished: { lost: 0, cancelled: 0 },
        paused: isPaused(events, id),
        deaf: about.some(event => event.type === 'injected' && !event.heard),
        injections: injectionsOf(events, id),
        snapshot: about.findLast(({ type }) => type === 'snapshot') as EventOf<'snapshot'> | undefined,
        log: () => about.filter(event => event.type === 'trials' || event.type === 'told'),
      };
    }),
  };
}

function foundIn({ run, trials: { first, points, values } }: EventOf<'trials'>): Found[] {
  const dimensions = points.length / values.length;
  return Array.from(values, (value, i) => ({
    value,
    point: points.slice(i * dimensions, (i + 1) * dimensions),
    run,
    trial: first + i,
  }));
}

function wantedOf(events: readonly StudyEvent[]): Float64Array[] {
  const wanted = events.flatMap(event =>
    event.type === 'intervened' && event.intervention.type === 'start-run' ? [event.intervention.point] : [],
  );
  return wanted.slice(events.filter(event => event.type === 'run-started' && event.reason?.by === 'user').length);
}

function isPaused(events: readonly StudyEvent[], run: number): boolean {
  let paused = false;
  for (const event of events) {
    if (event.type !== 'intervened') continue;
    const { intervention } = event;
    if (intervention.type === 'pause-run' && intervention.run === run) paused = true;
    if (intervention.type === 'continue-run' && intervention.run === run) paused = false;
  }
  return paused;
}

function injectionsOf(events: readonly StudyEvent[], run: number): Injection[] {
  const begun = events.findIndex(event => event.type === 'run-started' && event.run === run);
  const wanted = events.slice(begun).flatMap((event): Injection[] => {
    if (event.type === 'shared' && event.run === run) {
      const { point, value, how } = event;
      return [{ point, value, ...(how && { how }) }];
    }
    if (event.type !== 'intervened' || event.intervention.type !== 'inject') return [];
    const { run: only = run, point, value } = event.intervention;
    return only === run ? [{ point, value }] : [];
  });
  return wanted.slice(events.filter(event => event.type === 'injected' && event.run === run).length);
}
