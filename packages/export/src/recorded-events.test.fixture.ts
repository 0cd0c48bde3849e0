import type {
  EventOf,
  Moment,
  RecordedRun,
  StudyEvent,
  StudyEventBody,
  StudyOverview,
  StudyRecord,
} from '@glompo/core';

export const parameterNames = ['x', '=1+2', 'value', '', 'a"b,c\r\n\u001b[31m', '../../etc\0/passwd', 'Value'];
const dimensions = parameterNames.length;

/** A program for Python's unpickler: PyTables runs it where an attribute looks like one. */
export const pickle = "cos\nsystem\n(S'touch /tmp/glompo-pwned'\ntR.";
export const hostile = `=HYPERLINK("http://x")\u001b]0;t\u0007<script>'; DROP TABLE runs; --\0\ud800\u202e\u009b31m`;

/** What the study stops at after somebody has changed it. */
export const changedStop = `maxEvaluations(9)\u001b[31m`;

const bodies: StudyEventBody[] = [];
const at: number[] = [];
let evaluations = 0;
const note = (body: StudyEventBody) => {
  bodies.push(body);
  at.push(evaluations);
};
const optimizer = (name: string) => ({ plugin: 'optimizer', name, options: { note: hostile } });
const vector = (from: number) => Float64Array.from({ length: dimensions }, (_, i) => from + i / 8);
const reason = { by: hostile, message: pickle, because: [{ by: 'a', message: 'b' }] };

note({
  ...{ type: 'study-started', resumed: false, task: pickle, seed: 1, slots: 2, huntEvery: 100, stop: hostile },
  parameters: parameterNames.map(name => ({ kind: 'real', name, low: -9, high: 9 })),
  ...{ liveRuns: { from: 4, upTo: 4 }, placement: { optimizers: 'inline', trials: 'with-optimizer' } },
  ...{ hunters: pickle, spawnUntil: hostile },
});
const names = [hostile, '-2+3', pickle];
for (const [index, name] of names.entries()) {
  const run = index + 1;
  const start = { point: vector(0), spread: undefined, reason, origin: undefined };
  note({ type: 'run-started', run, optimizer: optimizer(name), choice: index, ...start });
}
/** Runs take turns; the second one has gradients and extras, the third one fails now and then. */
for (let turn = 0; turn < 60; turn++) {
  const run = 1 + (turn % 3);
  const count = 7;
  const first = 1 + count * Math.floor(turn / 3);
  evaluations += count;
  const points = Float64Array.from({ length: count * dimensions }, (_, i) => turn + i / 1024);
  const values = Float64Array.from({ length: count }, (_, i) => 1000 / (turn + 1) + i);
  if (turn === 0) values[1] = Number.POSITIVE_INFINITY;
  if (turn === 0) points[0] = -0;
  const failures = run === 3 ? [{ index: 2, outcome: 'timed-out' as const, message: hostile }] : [];
  if (run === 3) values[2] = Number.POSITIVE_INFINITY;
  const gradients = points.map((x, i) => (i < dimensions ? Number.NaN : 2 * x));
  const extras = Array.from(values, (v, i) => ({ v: i % 2 ? hostile : v }));
  const trials = { first, points, values, failures };
  const more = { gradients, extras, residuals: Array.from({ length: count }, () => null) };
  note({ type: 'trials', run, told: true, trials: run === 2 ? { ...trials, ...more } : trials });
  if (turn === 30) {
    note({ type: 'incumbent', found: { value: 1, point: vector(1), run: 1, trial: 2 } });
    note({ type: 'warning', message: hostile });
    note({ type: 'run-restored', run: 1, why: 'worker-silent', reason });
    note({ type: 'intervened', intervention: { type: 'stop-when', condition: changedStop } });
    note({ type: 'intervened', intervention: { type: 'stop-run', run: 2 } });
    note({ type: 'intervened', intervention: { type: 'inject', point: vector(2), value: -1 } });
    note({ type: 'injected', run: 3, point: vector(2), value: -1, heard: true });
    note({ type: 'injected', run: 1, point: vector(2), value: -1, heard: false });
    note({ type: 'trial-lost', run: 1, first: 3, trials: 1, cause: hostile, next: 'retry' });
  }
}
note({
  ...{ type: 'run-ended', run: 2, optimizer: optimizer('-2+3'), status: 'killed', reason, trials: 140 },
  ...{ outcomes: { ok: 140, failed: 0, timedOut: 0, lost: 0, cancelled: 0 }, best: undefined },
});

/** What a study could have told, with everything in it that somebody could have written to do harm. */
export const events = bodies.map(
  (body, index) => ({ ...body, number: index + 1, seconds: index / 8, evaluations: at[index] }) as StudyEvent,
);

export const allTrials = events
  .filter((event): event is EventOf<'trials'> => event.type === 'trials')
  .flatMap(({ run, trials, evaluations }) =>
    [...trials.values].map((value, i) => ({
      ...{ run, value, evaluation: evaluations - trials.values.length + i + 1, trial: trials.first + i },
      point: trials.points.slice(i * dimensions, (i + 1) * dimensions),
      gradient: trials.gradients?.slice(i * dimensions, (i + 1) * dimensions),
      failed: trials.failures.some(({ index }) => index === i),
    })),
  );

/** The record of these events. @param last how far it goes when it is opened; it grows meanwhile */
export function recordOf(all: readonly StudyEvent[], last = all.length): StudyRecord {
  const moment = ({ number, seconds, evaluations }: StudyEvent): Moment => ({ event: number, evaluations, seconds });
  return {
    last: () => (last === 0 ? undefined : moment(all[last - 1] as StudyEvent)),
    asked: () => ({}),
    sessions: () => [
      {
        ...{ id: 1, host: hostile, pid: 1, version: 'v20', startedAt: '2026-01-02T03:04:05.678Z' },
        ...{ endedAt: undefined, how: undefined, asked: {} },
      },
    ],
    *runs() {
      for (const started of all) {
        if (started.type !== 'run-started') continue;
        const ended = all.find(event => event.type === 'run-ended' && event.run === started.run);
        yield {
          ...{ id: started.run, optimizer: started.optimizer.name, choice: started.choice, started: moment(started) },
          ended: ended?.type === 'run-ended' ? { ...ended, ...moment(ended), best: ended.best?.value } : undefined,
        } as RecordedRun;
      }
    },
    *events({ types, run } = {}) {
      for (const event of all)
        if ((types as readonly string[] | undefined)?.includes(event.type) ?? true)
          if (run === undefined || ('run' in event && event.run === run)) yield event as never;
    },
    overview: () => ({ stop: changedStop }) as StudyOverview,
    history: notNeeded,
    close: () => {},
    [Symbol.dispose]: () => {},
  };
}

function notNeeded(): never {
  throw new Error('is not needed');
}
