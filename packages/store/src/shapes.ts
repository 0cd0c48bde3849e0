import { checkIntervention, isPlainObject } from '@glompo/core';
import { damaged } from './record-error.js';

/** Whether a value that somebody's file holds is what it should be. */
type Shape = (value: unknown) => boolean;

const text: Shape = value => typeof value === 'string';
const number: Shape = value => typeof value === 'number';
const count: Shape = value => Number.isSafeInteger(value) && (value as number) >= 0;
const id: Shape = value => Number.isSafeInteger(value) && (value as number) >= 1;
/** What may grow beyond the integers that numbers tell apart. */
const total: Shape = value => typeof value === 'number' && value >= 0;
const flag: Shape = value => typeof value === 'boolean';
const numbers: Shape = value => value instanceof Float64Array;
const oneOf =
  (...values: readonly unknown[]): Shape =>
  value =>
    values.includes(value);
const perhaps =
  (shape: Shape): Shape =>
  value =>
    value === undefined || shape(value);
const list =
  (shape: Shape): Shape =>
  value =>
    Array.isArray(value) && value.every(shape);
const object =
  (members: Readonly<Record<string, Shape>>): Shape =>
  value =>
    isPlainObject(value) &&
    Object.entries(members).every(([name, shape]) => shape(Object.hasOwn(value, name) ? value[name] : undefined));

/** Reasons may have reasons, and so on. */
const reason: Shape = value =>
  object({ by: text, message: text, because: perhaps(list(reason)), unfinished: perhaps(flag) })(value);
const descriptor = object({ plugin: text, name: text });
const trialCounts = object({ ok: count, failed: count, timedOut: count, lost: count, cancelled: count });
const found = object({ value: number, point: numbers, run: id, trial: id });
const placement = object({ optimizers: text, trials: text });
const liveRuns = object({ from: count, upTo: count });
const parameter = object({ kind: oneOf('real', 'integer'), name: text, low: number, high: number });
const status = oneOf('killed', 'converged', 'failed', 'stopped');
const random = isPlainObject;
const intervention: Shape = value => {
  try {
    checkIntervention(value);
    return true;
  } catch {
    return false;
  }
};
const variation = object({ population: perhaps(number), deviation: perhaps(number), evaluations: perhaps(number) });
const chosen = object({ variation: perhaps(variation), reason: perhaps(reason) });
const sentence = object({ trials: count, incumbent: number });
const pairOf =
  (second: Shape): Shape =>
  value =>
    Array.isArray(value) && value.length === 2 && id(value[0]) && second(value[1]);
/** Runs, those that were better, trials and their squares. */
const totals: Shape = value => list(total)(value) && (value as unknown[]).length === 4;
const regret = object({
  ...{ killed: count, ended: totals, best: perhaps(pairOf(number)), live: list(pairOf(sentence)) },
});
const standing = object({
  ...{ place: object({ start: total, finish: total, arrival: count }), served: count, left: count, begun: flag },
});
const order = object({
  ...{ clock: total, arrivals: count, vacated: list(total), toDecide: flag, due: total, share: count },
  ...{ liveRuns: count, runs: list(pairOf(standing)), last: perhaps(id) },
});
const notes = list(value => Array.isArray(value) && value.length === 2);

/** What each event has beside its columns, as far as anybody relies on it. Types that are not known here are of a newer version, or nobody's. */
const bodies: Readonly<Record<string, Shape>> = {
  'study-started': object({
    ...{ resumed: flag, task: perhaps(text), parameters: list(parameter), seed: count, slots: perhaps(count) },
    ...{ liveRuns: perhaps(liveRuns), placement: perhaps(placement), huntEvery: perhaps(number) },
    ...{ hunters: perhaps(text), stop: perhaps(text), spawnUntil: perhaps(text), spare: perhaps(number) },
  }),
  'run-started': object({
    ...{ run: id, optimizer: descriptor, choice: count, point: numbers },
    ...{ spread: perhaps(numbers), reason: perhaps(reason), chosen: perhaps(chosen) },
  }),
  trials: object({ run: id }),
  told: object({ run: id, first: id, trials: count, asked: count }),
  snapshot: object({ run: id, trials: count, outstanding: perhaps(list(id)) }),
  decided: object({
    memory: object({
      random: object({ selector: random, startPoints: random, hunters: random, checkers: random }),
      ...{ checkers: notes, hunters: notes, common: perhaps(notes), nextHunt: number },
      ...{ sharing: perhaps(object({ next: number })), regret: perhaps(regret), order: perhaps(order) },
    }),
  }),
  'trial-lost': object({ run: id, first: id, trials: count, cause: text, next: oneOf('retry', 'failed', 'lost') }),
  'trials-cancelled': object({ run: id, trials: count, reason }),
  'worker-replaced': object({ backend: text, worker: number, reason, freedAfterMs: number, startedAfterMs: number }),
  'run-restored': object({ run: id, why: perhaps(oneOf('resumed', 'worker-lost', 'worker-silent')), reason }),
  'left-behind': object({ backend: text, worker: number, what: text }),
  incumbent: object({ found, evaluation: perhaps(id) }),
  'run-ended': object({
    ...{ run: id, optimizer: descriptor, status, reason, trials: count, outcomes: trialCounts, best: perhaps(found) },
    at: perhaps(found),
  }),
  'run-spared': object({ run: id, reason, trials: count, incumbent: number }),
  warning: object({ message: text }),
  output: object({ stream: text, text, run: perhaps(id) }),
  placed: object({ placement, slots: count, liveRuns, reason }),
  intervened: object({ intervention }),
  shared: object({
    ...{ run: id, from: id, point: numbers, value: number, how: perhaps(oneOf('exact', 'nudged')), reason },
  }),
  injected: object({ run: id, point: numbers, value: number, heard: flag }),
  resized: object({ slots: count }),
  'slot-time': object({ report: isPlainObject }),
  'study-ended': object({ result: object({ retried: count, outcomes: trialCounts, reason }) }),
};

const failures = list(object({ index: count, outcome: text, message: text }));

/** @throws GlompoError `GLOMPO_RECORD` if an event is not as events of its type are */
export function checkShape<T extends { readonly type: string; readonly number: number }>(event: T): T {
  const shape = Object.hasOwn(bodies, event.type) ? bodies[event.type] : undefined;
  if (shape && !fits(shape, event)) throw damaged(`event ${event.number} is no ${event.type} as glompo writes it`);
  return event;
}

/** @throws GlompoError `GLOMPO_RECORD` if what is told of these trials does not fit their number */
export function checkBatch(batch: unknown, number: number): void {
  const { points, values, gradients, residuals, extras, ...rest } = batch as Record<string, unknown>;
  const trials = (values as Float64Array).length;
  const whole = (column: unknown) =>
    column === undefined || (trials > 0 && (column as Float64Array).length % trials === 0);
  const each = (column: unknown) => column === undefined || (Array.isArray(column) && column.length === trials);
  const isRight =
    id(rest.first) &&
    whole(points) &&
    (gradients === undefined || (gradients as Float64Array).length === (points as Float64Array).length) &&
    each(residuals) &&
    (residuals === undefined || (residuals as unknown[]).every(one => one === null || one instanceof Float64Array)) &&
    each(extras) &&
    fits(failures, rest.failures) &&
    (rest.failures as { index: number }[]).every(({ index }) => index < trials);
  if (!isRight) throw damaged(`the columns of event ${number} do not fit each other`);
}

function fits(shape: Shape, value: unknown): boolean {
  try {
    return shape(value);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
