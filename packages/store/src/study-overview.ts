import { type EventOf, GlompoError, type RunCounts, type StudyOverview } from '@glompo/core';
import type { RecordReader } from './record-reader.js';
import { harmless, textOf } from './tables.js';

/** How a study stands, without reading its trials one by one. */
export function readOverview(reader: RecordReader): StudyOverview {
  const started = reader.lastOf('study-started') as EventOf<'study-started'> | undefined;
  const last = reader.last();
  if (started === undefined || last === undefined)
    throw new GlompoError('GLOMPO_RECORD', 'no study has begun in it yet: it is starting, or was killed before that');
  const since = (type: 'resized' | 'placed' | 'study-ended' | 'intervened') => reader.lastOf(type, started.number);
  const resized = since('resized') as EventOf<'resized'> | undefined;
  const placed = since('placed') as EventOf<'placed'> | undefined;
  const slots = [resized, placed].filter(event => event !== undefined).sort((a, b) => b.number - a.number)[0]?.slots;
  const ended = since('study-ended') as EventOf<'study-ended'> | undefined;
  let { stop } = started;
  const paused = new Map<number, boolean>();
  for (const { number, intervention } of reader.told({ types: ['intervened'] }) as Iterable<EventOf<'intervened'>>) {
    if (intervention.type === 'stop-when' && number > started.number) stop = intervention.condition;
    if (intervention.type === 'pause-run' || intervention.type === 'continue-run')
      paused.set(intervention.run, intervention.type === 'pause-run');
  }
  return {
    events: last.event,
    task: started.task,
    parameters: started.parameters,
    seed: started.seed,
    evaluations: last.evaluations,
    seconds: last.seconds,
    slots: slots ?? started.slots,
    stop,
    spawnUntil: started.spawnUntil,
    incumbent: (reader.lastOf('incumbent') as EventOf<'incumbent'> | undefined)?.found,
    runs: countRuns(reader),
    live: liveRuns(reader).map(run => ({ ...run, paused: paused.get(run.id) ?? false })),
    ended: ended?.result.reason,
  };
}

const statuses = `SELECT ${harmless('status')}, count(*) AS runs FROM runs NOT INDEXED GROUP BY status`;

function countRuns(reader: RecordReader): RunCounts {
  const counts = { started: 0, killed: 0, converged: 0, failed: 0, stopped: 0 };
  for (const { status, runs } of reader.all(statuses)) {
    counts.started += runs as number;
    const known = textOf(status);
    if (known !== undefined && Object.hasOwn(counts, known)) counts[known as keyof RunCounts] += runs as number;
  }
  return counts;
}

function liveRuns(reader: RecordReader): Omit<StudyOverview['live'][number], 'paused'>[] {
  const of = `SELECT ${harmless('id')}, ${harmless('optimizer')}, (SELECT sum(count) FROM trials WHERE run = runs.id) AS made,
    ${harmless('(SELECT min(best) FROM trials WHERE run = runs.id)', 'least')}
    FROM runs WHERE ended IS NULL OR status = 'stopped' ORDER BY id`;
  return reader.all(of).map(({ id, optimizer, made, least }) => ({
    id: id as number,
    optimizer: textOf(optimizer) ?? '',
    trials: (made ?? 0) as number,
    best: typeof least === 'number' ? least : undefined,
  }));
}
