import type { Plain } from '../contracts/plain.js';
import type { DecisionMemory } from './decision-memory.js';
import type { Decisions } from './decisions.js';
import type { Floor } from './driver.js';
import { SpawnLimit } from './spawn-limit.js';

/** How often it is written down at most what hunters remember. */
const hunterNotesMs = 100;
const parts = ['selector', 'startPoints', 'hunters', 'checkers'] as const;

/** What the parts of a study that decide remember, written down whenever it may have changed, where the study is recorded. */
export class DecisionNotes {
  /** When no further run is started. */
  readonly spawnLimit: SpawnLimit;
  /** The checkers' notes. */
  readonly checkers: Map<string, Plain>;
  readonly #floor: Pick<Floor, 'recorded' | 'clock' | 'state'>;
  readonly #decisions: Decisions;
  /** What has happened since it was last written down. */
  #changed: 'nothing' | 'hunt' | 'runs' = 'nothing';
  #writtenAt = Number.NEGATIVE_INFINITY;

  /** @param memory of an earlier session: the parts go on with it */
  constructor(
    floor: Pick<Floor, 'recorded' | 'clock' | 'state'>,
    decisions: Decisions,
    memory: DecisionMemory | undefined,
  ) {
    this.#floor = floor;
    this.#decisions = decisions;
    this.checkers = new Map(memory?.checkers);
    this.spawnLimit = new SpawnLimit(decisions.spawnUntil, decisions.random.selector, memory?.spawnUntil);
    if (memory) for (const part of parts) decisions.random[part].restore(memory.random[part]);
  }

  /** There was a hunt, or runs have begun or ended. */
  change(what: 'hunt' | 'runs'): void {
    if (this.#changed !== 'runs') this.#changed = what;
  }

  /** Writes it down if it may have changed: at once where runs have begun or ended, else now and then. */
  write(nextHunt: number, sharing: () => DecisionMemory['sharing']): void {
    const { recorded, clock, state } = this.#floor;
    if (!recorded || this.#changed === 'nothing') return;
    const now = clock.now();
    if (this.#changed === 'hunt' && now - this.#writtenAt < hunterNotesMs) return;
    this.#changed = 'nothing';
    this.#writtenAt = now;
    const { random, startPoints } = this.#decisions;
    const { memory: spawnMemory } = this.spawnLimit;
    const shared = sharing();
    const memory: DecisionMemory = {
      random: {
        selector: random.selector.snapshot(),
        startPoints: random.startPoints.snapshot(),
        hunters: random.hunters.snapshot(),
        checkers: random.checkers.snapshot(),
      },
      startPoints: startPoints.notes?.(),
      ...(spawnMemory && { spawnUntil: spawnMemory }),
      checkers: [...this.checkers],
      hunters: state.live.filter(({ memory }) => memory.size > 0).map(run => [run.id, [...run.memory]]),
      nextHunt,
      ...(shared && { sharing: shared }),
    };
    state.note({ type: 'decided', memory });
  }
}
