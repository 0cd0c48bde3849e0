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
import { type BatchSince, type RecalledOrder, recallOrder } from './order-memory.js';
import type { StudyPlan } from './plan.js';
import { heard, RunRecord } from './run-record.js';
import { joined, rowsOf } from './trial-batches.js';
import { isVariable, varied } from './varied.js';

/** All that goes on of a study. */
export interface RecalledStudy {
  readonly runs: readonly RecalledRun[];
  /** Whose turn it is. Undefined: that is not known. */
  readonly order: RecalledOrder | undefined;
}

/** A run as it stood when its study was left, to go on from there. */
interface RecalledRun {
  /** Points that its optimizer has still to hear of. */
  readonly injections: readonly Injection[];
  readonly run: LiveRun;
  readonly departure: Departure;
}

interface Recalled extends RecalledRun {
  /** Its trials since something was decided last. */
  readonly since: readonly BatchSince[];
}

interface Keep {
  readonly lookback: Lookback;
  readonly space: Space;
}

/** Whoever goes on with nothing. */
export const nothingRecalled: RecalledStudy = { runs: [], order: undefined };

/**
 * All live runs of a study that goes on.
 *
 * @throws GlompoError `GLOMPO_STATE` if their events contradict each other; `GLOMPO_OPTION` if the optimizer of one is none of the study's
 */
export function recallStudy({ live, memory, decided = 0 }: StudyHistory, plan: StudyPlan, keep: Keep): RecalledStudy {
  const notes = new Map(memory?.hunters);
  const runs = live.map(history => {
    const recalled = recall(history, choiceOf(history, plan, keep.space), { ...keep, decided });
    for (const [key, note] of notes.get(history.id) ?? []) recalled.run.memory.set(key, note);
    return recalled;
  });
  // In earlier versions nothing is known of it.
  if (memory?.order === undefined || decided === 0) return { runs, order: undefined };
  const since = runs.flatMap(each => each.since).sort((a, b) => a.number - b.number);
  const weights = new Map(runs.map(({ run }) => [run.id, run.resolved.choice.weight]));
  const order = recallOrder(memory.order, since, run => weights.get(run) ?? 1);
  return { runs: runs.map(each => withStanding(each, order)), order };
}

function withStanding(recalled: RecalledRun, { standings }: RecalledOrder): RecalledRun {
  const standing = standings.get(recalled.run.id);
  return { ...recalled, departure: { ...recalled.departure, ...(standing && { standing }) } };
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

function recall(
  history: RunHistory,
  resolved: ResolvedChoice,
  { lookback, space, decided }: Keep & { readonly decided: number },
): Recalled {
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
  run.deaf = history.deaf ?? false;
  for (const how of ['lost', 'cancelled'] as const) run.countUnfinished(how, unfinished[how]);
  const record = new RunRecord(snapshot);
  const untold = new Untold(id);
  const owed = new Set<number>();
  const since: BatchSince[] = [];
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
    const { number, evaluations } = event;
    const isNew = number > (snapshot?.number ?? 0);
    const made = event.type === 'told' ? event.trials : event.trials.values.length;
    if (number > decided) since.push({ number, run: id, trials: made, evaluations });
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
    since,
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
