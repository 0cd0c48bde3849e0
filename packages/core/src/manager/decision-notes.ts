import type { ConditionContext } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { DecisionMemory } from './decision-memory.js';
import type { Decisions } from './decisions.js';
import type { Floor } from './driver.js';
import { notedMemory } from './noted-memory.js';
import { SpawnLimit } from './spawn-limit.js';

/** How often it is written down at most what conditions remember, while runs neither begin nor end. */
const conditionNotesMs = 100;
const parts = ['selector', 'startPoints', 'hunters', 'checkers'] as const;

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
  readonly #floor: Pick<Floor, 'recorded' | 'clock' | 'state'>;
  readonly #decisions: Decisions;
  /** What has happened since it was last written down. */
  #changed: 'nothing' | 'notes' | 'runs' = 'nothing';
  #writtenAt = Number.NEGATIVE_INFINITY;

  /** @param memory of an earlier session: the parts go on with it */
  constructor(
    floor: Pick<Floor, 'recorded' | 'clock' | 'state'>,
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

  /** Writes it down if it may have changed: at once where runs have begun or ended, or for the last time, else now and then. */
  write(
    { nextHunt, sharing }: { readonly nextHunt: number; readonly sharing: () => DecisionMemory['sharing'] },
    when: 'in-time' | 'last',
  ): void {
    const { recorded, clock, state } = this.#floor;
    if (!recorded || this.#changed === 'nothing') return;
    const now = clock.now();
    if (this.#changed === 'notes' && when !== 'last' && now - this.#writtenAt < conditionNotesMs) return;
    this.#changed = 'nothing';
    this.#writtenAt = now;
    const { random, selector, startPoints } = this.#decisions;
    const { memory: spawnMemory } = this.spawnLimit;
    const chosen = selector.notes?.();
    const shared = sharing();
    const { memory: regret } = state.regret;
    const memory: DecisionMemory = {
      random: {
        selector: random.selector.snapshot(),
        startPoints: random.startPoints.snapshot(),
        hunters: random.hunters.snapshot(),
        checkers: random.checkers.snapshot(),
      },
      ...(chosen !== undefined && { selector: chosen }),
      startPoints: startPoints.notes?.(),
      ...(spawnMemory && { spawnUntil: spawnMemory }),
      checkers: [...this.#checkers],
      hunters: state.live.filter(({ memory }) => memory.size > 0).map(run => [run.id, [...run.memory]]),
      common: [...this.#common],
      nextHunt,
      ...(regret && { regret }),
      ...(shared && { sharing: shared }),
    };
    state.note({ type: 'decided', memory });
  }
}
