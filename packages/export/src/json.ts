import { jsonNumber, jsonNumbers, jsonText } from './json-text.js';
import type { OutputFile } from './output-file.js';
import type { RecordedStudy } from './recorded-study.js';
import { type Batch, batches, gradientOf } from './trial-columns.js';

/** Events that are told by nothing else in the document, and are few. */
const others = [
  ...(['incumbent', 'placed', 'resized', 'trial-lost', 'trials-cancelled'] as const),
  ...(['worker-replaced', 'run-restored', 'left-behind', 'warning'] as const),
  ...(['intervened', 'injected'] as const),
];

/** One document with everything: what the study was, its sessions, runs, trials and events; each run, trial and event on a line of its own. */
export function* writeJson(file: OutputFile, study: RecordedStudy): Generator<void> {
  file.text(`{"format":"glompo-study","version":1,\n"study":${jsonText(describe(study))}`);
  yield* list(file, 'sessions', inJson(study.sessions));
  yield* list(file, 'runs', inJson(runs(study)));
  yield* list(file, 'trials', trials(study));
  yield* list(file, 'events', inJson(study.events({ types: others })));
  file.text('\n}\n');
}

function* inJson(items: Iterable<unknown>): Generator<string> {
  for (const item of items) yield jsonText(item);
}

function* list(file: OutputFile, name: string, items: Iterable<string>): Generator<void> {
  let separator = `,\n"${name}":[\n`;
  for (const item of items) {
    file.text(separator);
    file.text(item);
    separator = ',\n';
    yield;
  }
  file.text(separator === ',\n' ? '\n]' : `${separator}]`);
}

function describe({ started, ended, housing, stop, last, incumbent, runCounts, ...study }: RecordedStudy) {
  const { task, seed, parameters, huntEvery, hunters, spawnUntil } = started;
  return {
    ...{ task, seed, parameters, evaluations: last.evaluations, seconds: last.seconds },
    settings: { stop, spawnUntil, hunters, huntEvery, ...housing },
    best: incumbent,
    runs: runCounts,
    ...{ retried: study.retried, replaced: study.replaced, slotTime: study.slotTime },
    reason: ended?.result.reason,
    lastEvent: last.event,
  };
}

function* runs(study: RecordedStudy): Generator<unknown> {
  for (const recorded of study.runs()) {
    const { started, ended } = study.run(recorded);
    yield {
      ...{ id: recorded.id, optimizer: started?.optimizer ?? { name: recorded.optimizer }, choice: recorded.choice },
      started: {
        ...{ ...recorded.started, time: study.timeOf(recorded.started) },
        ...{ point: started?.point, spread: started?.spread, reason: started?.reason },
      },
      ended: recorded.ended && {
        ...{ ...recorded.ended, time: study.timeOf(recorded.ended) },
        ...{ reason: ended?.reason, best: ended?.best },
      },
    };
  }
}

function* trials(study: RecordedStudy): Generator<string> {
  for (const batch of batches(study)) yield trialLines(batch);
}

/** Trials are many: put together by hand, they take half the time. */
function trialLines({ event, evaluation }: Batch): string {
  const { run, seconds, trials } = event;
  const dimensions = trials.points.length / trials.values.length;
  const failures = new Map(trials.failures.map(failure => [failure.index, failure]));
  const lines: string[] = [];
  for (const [i, value] of trials.values.entries()) {
    const failure = failures.get(i);
    const gradient = gradientOf(event, i);
    const residuals = trials.residuals?.[i];
    const extras = trials.extras?.[i];
    let line = `{"evaluation":${evaluation + i},"run":${run},"trial":${trials.first + i},"seconds":${seconds}`;
    line += `,"outcome":"${failure?.outcome ?? 'ok'}"`;
    line += failure ? `,"failure":${jsonText(failure.message)}` : `,"value":${jsonNumber(value)}`;
    line += `,"point":${jsonNumbers(trials.points, i * dimensions, (i + 1) * dimensions)}`;
    if (gradient) line += `,"gradient":${jsonNumbers(gradient)}`;
    if (residuals) line += `,"residuals":${jsonNumbers(residuals)}`;
    if (extras !== undefined) line += `,"extras":${jsonText(extras)}`;
    lines.push(`${line}}`);
  }
  return lines.join(',\n');
}
