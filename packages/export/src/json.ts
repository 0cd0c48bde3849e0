import { jsonText } from './json-text.js';
import type { OutputFile } from './output-file.js';
import type { RecordedStudy } from './recorded-study.js';
import { type Batch, batches, gradientOf } from './trial-columns.js';

/** Events that are told by nothing else in the document, and are few. */
const others = [
  ...(['incumbent', 'placed', 'resized', 'trial-lost', 'trials-cancelled'] as const),
  ...(['worker-replaced', 'run-restored', 'left-behind', 'warning'] as const),
];

/** One document with everything: what the study was, its sessions, runs, trials and events; each run, trial and event on a line of its own. */
export function* writeJson(file: OutputFile, study: RecordedStudy): Generator<void> {
  file.text(`{"format":"glompo-study","version":1,\n"study":${jsonText(describe(study))}`);
  yield* list(file, 'sessions', study.sessions);
  yield* list(file, 'runs', runs(study));
  yield* list(file, 'trials', trials(study));
  yield* list(file, 'events', study.events({ types: others }));
  file.text('\n}\n');
}

function* list(file: OutputFile, name: string, items: Iterable<unknown>): Generator<void> {
  let separator = `,\n"${name}":[\n`;
  for (const item of items) {
    file.text(separator + jsonText(item));
    separator = ',\n';
    yield;
  }
  file.text(separator === ',\n' ? '\n]' : `${separator}]`);
}

function describe({ started, ended, housing, last, incumbent, runCounts, ...study }: RecordedStudy) {
  const { task, seed, parameters, huntEvery, hunters, stop } = started;
  return {
    ...{ task, seed, parameters, evaluations: last.evaluations, seconds: last.seconds },
    settings: { stop, hunters, huntEvery, ...housing },
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

function* trials(study: RecordedStudy): Generator<unknown> {
  for (const batch of batches(study)) yield* trialsOf(batch);
}

function* trialsOf({ event, evaluation }: Batch): Generator<unknown> {
  const { run, seconds, trials } = event;
  const dimensions = trials.points.length / trials.values.length;
  const failures = new Map(trials.failures.map(failure => [failure.index, failure]));
  for (const [i, value] of trials.values.entries()) {
    const failure = failures.get(i);
    yield {
      ...{ evaluation: evaluation + i, run, trial: trials.first + i, seconds },
      outcome: failure?.outcome ?? 'ok',
      ...(failure ? { failure: failure.message } : { value }),
      point: trials.points.subarray(i * dimensions, (i + 1) * dimensions),
      gradient: gradientOf(event, i),
      residuals: trials.residuals?.[i] ?? undefined,
      extras: trials.extras?.[i],
    };
  }
}
