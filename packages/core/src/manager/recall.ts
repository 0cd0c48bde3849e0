import type { Space } from '../contracts/optimizer.js';
import type { Parameter } from '../contracts/parameter.js';
import type { Plain } from '../contracts/plain.js';
import { isEqualPlain } from '../contracts/plain-equal.js';
import { GlompoError } from '../errors/glompo-error.js';
import type { TrialBatch } from '../worker/protocol.js';
import type { Departure } from './driver.js';
import type { RunHistory, StudyHistory } from './history.js';
import type { Injection } from './intervention.js';
import { LiveRun, type ResolvedChoice } from './live-run.js';
import { type Lookback, windowsFor } from './lookback.js';
import type { StudyPlan } from './plan.js';
import { heard, RunRecord } from './run-record.js';
import { joined, rowsOf } from './trial-batches.js';
import { isVariable, varied } from './varied.js';

/** A run as it stood when its study was left, to go on from there. */
export interface Recalled {
  /** Points that its optimizer has still to hear of. */
  readonly injections: readonly Injection[];
  readonly run: LiveRun;
  readonly departure: Departure;
}

interface Keep {
  readonly lookback: Lookback;
  readonly space: Space;
}

/**
 * All live runs of a study that goes on.
 *
 * @throws GlompoError `GLOMPO_STATE` if their events contradict each other; `GLOMPO_OPTION` if the optimizer of one is none of the study's
 */
export function recallRuns({ live, memory }: StudyHistory, plan: StudyPlan, keep: Keep): Recalled[] {
  const notes = new Map(memory?.hunters);
  return live.map(history => {
    const recalled = recall(history, choiceOf(history, plan, keep.space), keep);
    for (const [key, note] of notes.get(history.id) ?? []) recalled.run.memory.set(key, note);
    return recalled;
  });
}

/** What the run's optimizer is among the choices of now: the same name with the same options, if possible at the same place. */
function choiceOf(
  { id, optimizer, choice, chosen }: RunHistory,
  { choices, selector }: StudyPlan,
  space: Space,
): ResolvedChoice {
  const resolved = [...choices.values()].map(each =>
    isVariable(each) ? varied(each, chosen?.variation, space) : each,
  );
  const fits = ({ descriptor }: ResolvedChoice) => isEqualPlain(descriptor, optimizer);
  const before = resolved[choice];
  const found = before && fits(before) ? before : resolved.find(fits);
  if (found) return found;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `optimizers: run ${id} of the study goes on, but its optimizer ${optimizer.name} is, with its options, not among the choices of ${selector.name}`,
  );
}

/** @throws GlompoError `GLOMPO_OPTION` */
export function checkSameParameters(now: readonly Parameter[], before: readonly Parameter[]): void {
  if (isEqualPlain(now as unknown as Plain, before as unknown as Plain)) return;
  const changed = now.find((parameter, i) => !isEqualPlain({ ...parameter }, { ...before[i] } as Plain));
  const what =
    now.length === before.length
      ? `${changed?.name} is another one now`
      : `there are ${now.length} now, and ${before.length} before`;
  throw new GlompoError('GLOMPO_OPTION', `a study that goes on keeps its parameters: ${what}`);
}

function recall(history: RunHistory, resolved: ResolvedChoice, { lookback, space }: Keep): Recalled {
  const { id, start, chosen, startedAt, snapshot, unfinished } = history;
  const { point, spread, reason, origin } = start;
  const run = new LiveRun(id, resolved, {
    start: {
      point,
      ...(spread && { spread }),
      ...(reason && { reason }),
      ...(origin !== undefined && { origin }),
    },
    ...(chosen && { chosen }),
    startedAt,
    ...windowsFor(lookback, space),
  });
  run.paused = history.paused;
  for (const how of ['lost', 'cancelled'] as const) run.countUnfinished(how, unfinished[how]);
  const record = new RunRecord(snapshot);
  const untold = new Untold(id);
  const owed = new Set<number>();
  let told = 0;
  let asked = 0;
  let highest = 0;
  const ask = (upTo: number) => {
    while (asked < upTo) owed.add(++asked);
  };
  const hear = (first: number, trials: number, askedThen: number) => {
    ask(askedThen);
    for (let i = 0; i < trials; i++) owed.delete(first + i);
    told += trials;
  };
  for (const event of history.log()) {
    const isNew = event.number > (snapshot?.number ?? 0);
    if (event.type === 'trials') {
      const { trials } = event;
      const last = trials.first + trials.values.length - 1;
      run.record(trials);
      highest = Math.max(highest, last);
      if (!event.told) {
        untold.add(trials);
        continue;
      }
      if (isNew) record.add(heard(trials));
      hear(trials.first, trials.values.length, last);
    } else {
      const results = joined(untold.take(event.first, event.trials));
      if (isNew) record.add({ ...results, asked: event.asked });
      hear(event.first, event.trials, event.asked);
    }
  }
  // What there is a result of was asked for before it was told anything more.
  ask(highest);
  return {
    run,
    injections: history.injections,
    departure: { record, told, asked, owed: [...owed], highest, untold: untold.trials },
  };
}

/** Results that their optimizer has not heard of, by the number of their trial. */
class Untold {
  readonly trials = new Map<number, TrialBatch>();
  readonly #run: number;

  constructor(run: number) {
    this.#run = run;
  }

  add(batch: TrialBatch): void {
    for (let i = 0; i < batch.values.length; i++) this.trials.set(batch.first + i, rowsOf(batch, i, i + 1));
  }

  take(first: number, count: number): TrialBatch[] {
    return Array.from({ length: count }, (_, i) => {
      const trial = this.trials.get(first + i);
      if (trial === undefined) {
        const what = `trial ${first + i} of run ${this.#run} was told without a result`;
        throw new GlompoError('GLOMPO_STATE', `the study's history contradicts itself: ${what}`);
      }
      this.trials.delete(first + i);
      return trial;
    });
  }
}
