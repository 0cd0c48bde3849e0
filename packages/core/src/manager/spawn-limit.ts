import { formatCondition } from '../conditions/format-condition.js';
import type { Checker } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { Reason } from '../contracts/reason.js';
import type { StudyView } from '../contracts/view.js';
import { decideWhether } from '../errors/decide.js';
import type { SpawnMemory } from './decision-memory.js';

/** The condition under which no further run is started, and what it has said. */
export class SpawnLimit {
  readonly #condition: Checker | undefined;
  readonly #random: Random;
  readonly #notes: Map<string, Plain>;
  #said: Reason | undefined;

  /** @param before what it remembers of an earlier session, if it is the same condition */
  constructor(condition: Checker | undefined, random: Random, before: SpawnMemory | undefined) {
    this.#condition = condition;
    this.#random = random;
    const own = condition && before?.condition === formatCondition(condition) ? before : undefined;
    this.#notes = new Map(own?.notes);
    this.#said = own?.said;
  }

  get memory(): SpawnMemory | undefined {
    if (this.#condition === undefined) return undefined;
    return { condition: formatCondition(this.#condition), notes: [...this.#notes], said: this.#said };
  }

  /** @returns why no further run is started; undefined: one may be */
  ask(view: StudyView): Reason | undefined {
    const condition = this.#condition;
    if (condition === undefined || this.#said) return this.#said;
    const context = { random: this.#random, memory: this.#notes, common: this.#notes };
    const because = decideWhether('spawnUntil', condition, () => condition.test(view, context));
    if (because === undefined) return undefined;
    this.#said = { by: 'spawnUntil', message: because.message, because: [because] };
    return this.#said;
  }
}
