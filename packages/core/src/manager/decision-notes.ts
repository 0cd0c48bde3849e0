import type { ConditionContext } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import { isEqualPlain } from '../contracts/plain-equal.js';
import type { Reason } from '../contracts/reason.js';
import { notesOfRule } from '../start-points/own-notes.js';
import type { DecisionMemory } from './decision-memory.js';
import type { Decisions } from './decisions.js';
import type { Floor } from './driver.js';
import { notedMemory } from './noted-memory.js';
import { SpawnLimit } from './spawn-limit.js';

/** How often it is written down at most what conditions remember, while runs neither begin nor end. */
const conditionNotesMs = 100;
const parts = ['selector', 'startPoints', 'hunters', 'checkers'] as const;

/** What falls due, and whose turn it is. */
type Scheduled = Pick<DecisionMemory, 'nextHunt' | 'sharing' | 'order'>;

/** What the parts of a study that decide remember, written down whenever it may have changed, where the study is recorded. */
export class DecisionNotes {
  /** When no further run is started. */
  readonly spawnLimit: SpawnLimit;
  /** What checkers decide with. */
  readonly forCheckers: ConditionContext;
  /** What hunters decide with, beside their notes on each victim. */
  readonly forHunters: Omit<ConditionContext, 'memory'>;
  readonly #checkers: Map<string, Plain>;
  readonly #common: Map<string, Plain>;
  readonly #floor: Pick<Floor, 'recorded' | 'clock' | 'state' | 'strict'>;
  readonly #decisions: Decisions;
  /** What has happened since it was last written down. */
  #changed: 'nothing' | 'notes' | 'runs' = 'nothing';
  #writtenAt = Number.NEGATIVE_INFINITY;
  /** What was written down last, but for the order. */
  #written: DecisionMemory | undefined;

  /** @param memory of an earlier session: the parts go on with it */
  constructor(
    floor: Pick<Floor, 'recorded' | 'clock' | 'state' | 'strict'>,
    decisions: Decisions,
    memory: DecisionMemory | undefined,
  ) {
    this.#floor = floor;
    this.#decisions = decisions;
    this.#checkers = new Map(memory?.checkers);
    this.#common = new Map(memory?.common);
    const noted = (notes: Map<string, Plain>) => notedMemory(notes, () => this.change('notes'));
    const [checkers, common] = [noted(this.#checkers), noted(this.#common)];
    this.forCheckers = { random: decisions.random.checkers, memory: checkers, common: checkers };
    this.forHunters = { random: decisions.random.hunters, common };
    this.spawnLimit = new SpawnLimit(decisions.spawnUntil, decisions.random.selector, memory?.spawnUntil);
    if (memory) for (const part of parts) decisions.random[part].restore(memory.random[part]);
  }

  /** There was a hunt or a note was taken, or runs have begun or ended. */
  change(what: 'notes' | 'runs'): void {
    if (this.#changed !== 'runs') this.#changed = what;
  }

  /**
   * Asks the checkers. What they say to a question aside, and a yes, leaves no trace in their notes and chance: a study that goes on asks again.
   *
   * @param how aside: where one thing happens at a time, and this is not the time
   */
  ask(test: (context: ConditionContext) => Reason | undefined, how: 'in-turn' | 'aside'): Reason | undefined {
    const { checkers: random } = this.#decisions.random;
    const [notes, chance, changed] = [[...this.#checkers], random.snapshot(), this.#changed];
    const reason = test(this.forCheckers);
    if (reason === undefined && how === 'in-turn') {
      if (!isEqualPlain(random.snapshot(), chance)) this.change('notes');
      return undefined;
    }
    this.#checkers.clear();
    for (const [key, note] of notes) this.#checkers.set(key, note);
    random.restore(chance);
    this.#changed = changed;
    return reason;
  }

  /**
   * Writes it down if it has changed: at once where runs have begun or ended, or for the last time, or where one thing happens at a time; else now and then.
   */
  write(scheduled: () => Scheduled, when: 'in-time' | 'last'): void {
    const { recorded, clock, state, strict } = this.#floor;
    const isLast = when === 'last';
    if (!recorded || (this.#changed === 'nothing' && !(isLast && strict))) return;
    const now = clock.now();
    const isUrgent = this.#changed === 'runs' || isLast;
    if (!isUrgent && !strict && now - this.#writtenAt < conditionNotesMs) return;
    this.#changed = 'nothing';
    const { order, ...rest } = scheduled();
    const memory = this.#remembered(rest);
    if (!isUrgent && isEqualPlain(memory as unknown as Plain, this.#written as unknown as Plain)) return;
    this.#writtenAt = now;
    this.#written = memory;
    state.note({ type: 'decided', memory: { ...memory, ...(order && { order }) } });
  }

  #remembered({ nextHunt, sharing }: Omit<Scheduled, 'order'>): DecisionMemory {
    const { state } = this.#floor;
    const { random, selector, startPoints } = this.#decisions;
    const { memory: spawnMemory } = this.spawnLimit;
    const chosen = selector.notes?.();
    const { memory: regret } = state.regret;
    return {
      random: {
        selector: random.selector.snapshot(),
        startPoints: random.startPoints.snapshot(),
        hunters: random.hunters.snapshot(),
        checkers: random.checkers.snapshot(),
      },
      ...(chosen !== undefined && { selector: chosen }),
      startPoints: notesOfRule(startPoints),
      ...(spawnMemory && { spawnUntil: spawnMemory }),
      checkers: [...this.#checkers],
      hunters: state.live.filter(({ memory }) => memory.size > 0).map(run => [run.id, [...run.memory]]),
      common: [...this.#common],
      nextHunt,
      ...(regret && { regret }),
      ...(sharing && { sharing }),
    };
  }
}
