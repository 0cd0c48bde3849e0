import type {
  EventOf,
  Progress,
  RunCounts,
  RunHistory,
  SlotReport,
  StudyEvent,
  StudyHistory,
  TrialCounts,
} from '@glompo/core';
import { checkDimensions, checkNumbers, checkTrials, checkWhole, rowsPerRun } from './check-record.js';
import { fromRow } from './event-rows.js';
import { readNumbered } from './numbered-trials.js';
import { damaged } from './record-error.js';
import type { RecordReader } from './record-reader.js';
import { mayHaveArrived, readEnds } from './run-ends.js';
import type { Cell, Row } from './sqlite.js';

/** No optimizer waits for more trials than that. */
const mostOutstanding = 1e7;

type Counts<T> = { -readonly [K in keyof T]: number };

/** What the table of events tells beside the trials. */
interface Tale {
  started: EventOf<'study-started'> | undefined;
  incumbent: EventOf<'incumbent'> | undefined;
  readonly runs: Counts<RunCounts>;
  /** Of runs that have ended. */
  readonly outcomes: Counts<TrialCounts>;
  retried: number;
  replaced: number;
  /** Of the last session, as far as it told, and of those before it. */
  coreSeconds: number;
  coreSecondsBefore: number;
  /** Number of the last note of what the parts that decide remember; 0: there is none. */
  decided: number;
  /** Where runs are wanted that have not begun. */
  readonly wanted: Float64Array[];
  /** Numbers of the events that tell of the end of a run that may have reached a minimum. */
  readonly arrivals: number[];
  readonly live: Map<number, Beginning>;
}

/** What is told of a live run. */
interface Beginning {
  readonly row: Row;
  readonly unfinished: { lost: number; cancelled: number };
  paused: boolean;
  /** Its optimizer has no use for points of others. */
  deaf: boolean;
  /** Points that its optimizer should hear of, and has not. */
  injections: RunHistory['injections'][number][];
  /** Number of its last snapshot; 0: there is none. */
  snapshot: number;
}

/**
 * What the study has done so far. All that it is made of is checked, the trials of live runs included.
 *
 * @throws GlompoError `GLOMPO_RECORD` if the record is damaged or empty, or not all trials were recorded
 */
export function readHistory(reader: RecordReader): StudyHistory {
  checkWhole(reader);
  const events = checkNumbers(reader);
  checkTrials(reader);
  const { started, live, runs, outcomes, ...tale } = readEvents(reader);
  if (started === undefined) throw damaged('no study has begun in it');
  const last = reader.event(events) as StudyEvent;
  const memory = reader.memory();
  if ((memory?.number ?? 0) !== tale.decided) throw damaged('what was decided last is not there');
  const histories = [...live].map(([id, beginning]) => runHistory(reader, { id, beginning, last: events }));
  const dimensions = started.parameters.length;
  countTrials(reader, { live: histories, outcomes, dimensions });
  const evaluations = outcomes.ok + outcomes.failed + outcomes.timedOut;
  if (evaluations !== last.evaluations)
    throw damaged(`there are ${evaluations} evaluations where ${last.evaluations} were made`);
  return {
    events,
    seed: started.seed,
    parameters: started.parameters,
    seconds: last.seconds,
    evaluations,
    outcomes,
    retried: tale.retried,
    replaced: tale.replaced,
    incumbent: tale.incumbent?.found,
    improved: tale.incumbent && improvedAt(tale.incumbent),
    coreSeconds: tale.coreSecondsBefore + tale.coreSeconds,
    runs,
    memory: memory?.memory,
    decided: tale.decided,
    wanted: tale.wanted,
    live: histories,
    ended: () => readEnds(reader, tale.arrivals, dimensions),
    evaluated: numbers => readNumbered(reader, numbers, dimensions),
  };
}

/** Records of earlier versions do not say which evaluation it was, only how many there had been by then. */
function improvedAt({ evaluation, evaluations, seconds }: EventOf<'incumbent'>): Progress {
  return { evaluations: evaluation ?? evaluations, seconds };
}

function readEvents(reader: RecordReader): Tale {
  const tale: Tale = {
    started: undefined,
    incumbent: undefined,
    runs: { started: 0, killed: 0, converged: 0, failed: 0, stopped: 0 },
    outcomes: { ok: 0, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
    retried: 0,
    replaced: 0,
    coreSeconds: 0,
    coreSecondsBefore: 0,
    decided: 0,
    wanted: [],
    arrivals: [],
    live: new Map(),
  };
  let incumbent: Row | undefined;
  for (const row of reader.events()) {
    if (row.type === 'incumbent') incumbent = row;
    else take(tale, row);
  }
  tale.incumbent = incumbent && (fromRow('events', incumbent) as EventOf<'incumbent'>);
  return tale;
}

function take(tale: Tale, row: Row): void {
  const { live, runs, outcomes } = tale;
  const run = row.run as number;
  switch (row.type) {
    case 'study-started':
      tale.started = fromRow('events', row) as EventOf<'study-started'>;
      tale.coreSecondsBefore += tale.coreSeconds;
      tale.coreSeconds = 0;
      break;
    case 'slot-time':
      tale.coreSeconds = secondsEvaluating((fromRow('events', row) as EventOf<'slot-time'>).report);
      break;
    case 'study-ended': {
      const { result } = fromRow('events', row) as EventOf<'study-ended'>;
      tale.retried = result.retried;
      tale.coreSeconds = secondsEvaluating(result.slotTime);
      break;
    }
    case 'run-started':
      runs.started++;
      // No rule says so: somebody wanted it, and the first one that is wanted comes first.
      if (tale.wanted.length > 0 && (fromRow('events', row) as EventOf<'run-started'>).reason?.by === 'user')
        tale.wanted.shift();
      live.set(run, {
        row,
        unfinished: { lost: 0, cancelled: 0 },
        paused: false,
        deaf: false,
        injections: [],
        snapshot: 0,
      });
      break;
    case 'run-ended': {
      const ended = endIn(row);
      // It was its study that has stopped: it goes on with it.
      if (ended.status === 'stopped' && live.has(run)) break;
      if (!live.delete(run)) throw damaged(`run ${run} has ended and did not begin`);
      runs[ended.status]++;
      for (const how of Object.keys(outcomes) as (keyof TrialCounts)[]) outcomes[how] += ended.outcomes[how];
      if (mayHaveArrived(ended.status, row)) tale.arrivals.push(row.number as number);
      break;
    }
    case 'trials-cancelled':
    case 'trial-lost':
      countUnfinished(tale, fromRow('events', row) as EventOf<'trials-cancelled' | 'trial-lost'>);
      break;
    case 'intervened': {
      const { intervention } = fromRow('events', row) as EventOf<'intervened'>;
      if (intervention.type === 'inject') {
        const { point, value, run: only, how } = intervention;
        for (const [id, { injections }] of live)
          if (only === undefined || only === id) injections.push({ point, value, ...(how && { how }) });
      } else if (intervention.type === 'start-run') {
        tale.wanted.push(intervention.point);
      } else if (intervention.type === 'pause-run' || intervention.type === 'continue-run') {
        const beginning = live.get(intervention.run);
        if (beginning) beginning.paused = intervention.type === 'pause-run';
      }
      break;
    }
    case 'shared': {
      const { point, value, how } = fromRow('events', row) as EventOf<'shared'>;
      live.get(run)?.injections.push({ point, value, ...(how && { how }) });
      break;
    }
    // Each hears of them in their order.
    case 'injected': {
      const beginning = live.get(run);
      beginning?.injections.shift();
      if (beginning && !(fromRow('events', row) as EventOf<'injected'>).heard) beginning.deaf = true;
      break;
    }
    case 'worker-replaced':
      tale.replaced++;
      break;
    case 'snapshot': {
      const beginning = live.get(run);
      if (beginning) beginning.snapshot = row.number as number;
      break;
    }
    case 'decided':
      tale.decided = row.number as number;
      break;
  }
}

/** Nobody relies on the rest of a report: what is no number of seconds counts as none. */
function secondsEvaluating(report: Partial<SlotReport> | undefined): number {
  const seconds = report?.spent?.evaluating;
  return typeof seconds === 'number' && seconds >= 0 && seconds < Number.POSITIVE_INFINITY ? seconds : 0;
}

/** How a run ended. There may be a million of them: no more is read than is needed, and the row has been checked. */
function endIn(row: Row): { readonly status: Exclude<keyof RunCounts, 'started'>; readonly outcomes: TrialCounts } {
  const { status, outcomes } = contentWithoutTags(row.body);
  const isKnown = status === 'killed' || status === 'converged' || status === 'failed' || status === 'stopped';
  const counts = typeof outcomes === 'object' && outcomes !== null ? (outcomes as TrialCounts) : undefined;
  const all = counts && [counts.ok, counts.failed, counts.timedOut, counts.lost, counts.cancelled];
  if (!isKnown || counts === undefined || !all?.every(count => Number.isSafeInteger(count) && count >= 0))
    throw damaged(`event ${row.number} is no run-ended as glompo writes it`);
  return { status, outcomes: counts };
}

function contentWithoutTags(body: Cell | undefined): { readonly status?: unknown; readonly outcomes?: unknown } {
  try {
    const content: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
    return typeof content === 'object' && content !== null ? content : {};
  } catch {
    return {};
  }
}

function countUnfinished(tale: Tale, event: EventOf<'trials-cancelled' | 'trial-lost'>): void {
  const unfinished = tale.live.get(event.run)?.unfinished;
  if (event.type === 'trial-lost' && event.next === 'retry') tale.retried++;
  if (unfinished === undefined) return;
  if (event.type === 'trials-cancelled') unfinished.cancelled += event.trials;
  else if (event.next === 'lost') unfinished.lost += event.trials;
}

function runHistory(
  reader: RecordReader,
  { id, beginning, last }: { readonly id: number; readonly beginning: Beginning; readonly last: number },
): RunHistory {
  const { row, unfinished, paused, deaf, injections } = beginning;
  const started = fromRow('events', row) as EventOf<'run-started'>;
  const { optimizer, choice, point, spread, reason, origin, chosen, evaluations } = started;
  const snapshot = reader.snapshot(id);
  if ((snapshot?.number ?? 0) !== beginning.snapshot) throw damaged(`the last snapshot of run ${id} is not there`);
  return {
    id,
    optimizer,
    choice,
    start: { point, spread, reason, origin },
    ...(chosen && { chosen }),
    startedAt: evaluations,
    unfinished,
    paused,
    deaf,
    injections,
    snapshot,
    log: () => reader.log(id, last),
  };
}

/** Reads the logs of live runs once, to count how their trials ended, and to know before anybody goes on with them that they are whole. */
function countTrials(
  reader: RecordReader,
  {
    live,
    outcomes,
    dimensions,
  }: { readonly live: readonly RunHistory[]; readonly outcomes: Counts<TrialCounts>; readonly dimensions: number },
): void {
  const runs = live.map(({ id }) => id);
  const rows = { trials: rowsPerRun(reader, 'trials', runs), told: rowsPerRun(reader, 'told', runs) };
  for (const { id, unfinished, snapshot, log } of live) {
    const seen = { trials: 0, told: 0 };
    let made = 0;
    for (const event of log()) {
      seen[event.type]++;
      if (event.type === 'told') {
        // Whoever goes on counts up to these numbers.
        if (event.trials > made || event.asked > made + mostOutstanding)
          throw damaged(`event ${event.number} tells of more trials than were made`);
        continue;
      }
      checkDimensions(event, dimensions);
      made += event.trials.values.length;
      if (event.trials.first > made + mostOutstanding)
        throw damaged(`the trials of event ${event.number} are none that can have been made`);
      const { values, failures } = event.trials;
      outcomes.ok += values.length - failures.length;
      for (const { outcome } of failures) outcomes[outcome === 'timed-out' ? 'timedOut' : 'failed']++;
    }
    if (snapshot && (snapshot.trials > made || (snapshot.outstanding?.length ?? 0) > mostOutstanding))
      throw damaged(`the snapshot of run ${id} is of more trials than were made`);
    outcomes.lost += unfinished.lost;
    outcomes.cancelled += unfinished.cancelled;
    for (const table of ['trials', 'told'] as const)
      if (seen[table] !== (rows[table].get(id) ?? 0)) throw damaged(`the index of its table ${table} misses rows`);
  }
}
