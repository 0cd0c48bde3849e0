import type { Descriptor } from '../contracts/descriptor.js';
import type { Plain } from '../contracts/plain.js';
import type { SharedRun, SharingCounts } from '../contracts/sharing.js';
import type { EndedRun, Found, RunView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';

/** So many tries of a choice are awaited before it is judged. */
const fewest = 5;
/** And of so many, one must have helped. */
const oneIn = 5;

/** What is known of one of the selector's choices. */
interface ChoiceRecord {
  choice: number;
  optimizer: Descriptor;
  /** Tries of which it is known whether they helped, and those that did. */
  told: number;
  helped: number;
  /** Occasions since it has been found that it rarely helps. */
  occasions: number;
  /** It has no use for points of others. */
  deaf: boolean;
}

/** What is known of a run that has heard of something. */
interface Listener {
  run: number;
  choice: number;
  /** What it heard of last: the run and the trial of it. */
  heard: readonly [run: number, trial: number];
  /** Its trials when it last heard of something. */
  trials: number;
  /** Tries of which it is not known yet whether they help: what it heard of, and its trials then. */
  open: (readonly [value: number, trials: number])[];
}

/** Whether it helped runs to hear of points: counted for each choice of the selector's. Its size depends on choices and live runs only. */
export class TrackRecord {
  readonly #within: number;
  readonly #choices = new Map<number, ChoiceRecord>();
  readonly #listeners = new Map<number, Listener>();

  /**
   * @param within a try has helped if the run finds something better within so many of its trials
   * @throws GlompoError `GLOMPO_STATE` for notes that are none
   */
  constructor(within: number, notes: Plain | undefined) {
    this.#within = within;
    if (notes === undefined) return;
    if (!areNotes(notes)) throw new GlompoError('GLOMPO_STATE', 'share: what it remembers in the record is damaged');
    for (const choice of notes.choices) this.#choices.set(choice.choice, { ...choice });
    for (const listener of notes.listeners)
      this.#listeners.set(listener.run, { ...listener, open: [...listener.open] });
  }

  get counts(): readonly SharingCounts[] {
    return [...this.#choices.values()].map(({ choice, optimizer, told, helped }) => ({
      ...{ choice, optimizer, told, helped },
    }));
  }

  of(choice: number): Pick<SharingCounts, 'told' | 'helped'> {
    return this.#choices.get(choice) ?? { told: 0, helped: 0 };
  }

  /** It has not heard of it; and has made a trial since it heard of something else. */
  isNews(run: SharedRun, found: Found): boolean {
    if (run.id === found.run) return false;
    const listener = this.#listeners.get(run.id);
    if (listener === undefined) return true;
    const [by, trial] = listener.heard;
    return (by !== found.run || trial !== found.trial) && run.trials > listener.trials;
  }

  /** Takes an occasion to tell a run of this choice. @returns whether it shall be used */
  mayHear(choice: number, onlyWhereItHelped: boolean): boolean {
    const record = this.#choices.get(choice);
    if (record === undefined) return true;
    if (record.deaf) return false;
    if (!onlyWhereItHelped) return true;
    if (record.told < fewest || record.helped * oneIn >= record.told) {
      record.occasions = 0;
      return true;
    }
    record.occasions++;
    return record.occasions > 1 && Number.isInteger(Math.log2(record.occasions));
  }

  tell(run: SharedRun, found: Found): void {
    const { id, choice, optimizer, trials } = run;
    if (!this.#choices.has(choice))
      this.#choices.set(choice, { choice, optimizer, told: 0, helped: 0, occasions: 0, deaf: false });
    const open = this.#listeners.get(id)?.open ?? [];
    open.push([found.value, trials]);
    this.#listeners.set(id, { run: id, choice, heard: [found.run, found.trial], trials, open });
  }

  /** Decides what can be decided about the tries of a live run. */
  judge(run: RunView): void {
    const listener = this.#listeners.get(run.id);
    if (listener === undefined) return;
    const best = run.best?.value ?? Number.POSITIVE_INFINITY;
    listener.open = listener.open.filter(([value, since]) => {
      const isOpen = best >= value && run.trials - since < this.#within;
      if (!isOpen) this.#count(listener, best < value);
      return isOpen;
    });
  }

  /** What has not helped before its end does so no more. */
  ended({ id, best }: EndedRun): void {
    const listener = this.#listeners.get(id);
    if (listener === undefined) return;
    for (const [value] of listener.open) this.#count(listener, best !== undefined && best.value < value);
    this.#listeners.delete(id);
  }

  /** What it was told was no try. */
  deaf(choice: number): void {
    const record = this.#choices.get(choice);
    if (record) record.deaf = true;
    for (const [id, listener] of this.#listeners) if (listener.choice === choice) this.#listeners.delete(id);
  }

  notes(): Plain {
    return {
      choices: [...this.#choices.values()].map(record => ({ ...record, optimizer: { ...record.optimizer } })),
      listeners: [...this.#listeners.values()].map(listener => ({ ...listener, open: [...listener.open] })),
    };
  }

  #count({ choice }: Listener, helped: boolean): void {
    const record = this.#choices.get(choice);
    if (record === undefined) return;
    record.told++;
    if (helped) record.helped++;
  }
}

interface Notes {
  readonly choices: readonly ChoiceRecord[];
  readonly listeners: readonly Listener[];
}

/** A record may come from a stranger. */
function areNotes(notes: unknown): notes is Notes {
  const { choices, listeners } = (notes ?? {}) as Record<string, unknown>;
  return (
    Array.isArray(choices) &&
    choices.every(
      each =>
        numbers(each?.choice, each?.told, each?.helped, each?.occasions) &&
        typeof each.deaf === 'boolean' &&
        typeof each.optimizer?.name === 'string',
    ) &&
    Array.isArray(listeners) &&
    listeners.every(
      each =>
        numbers(each?.run, each?.choice, each?.trials) &&
        pair(each.heard) &&
        Array.isArray(each.open) &&
        each.open.every(pair),
    )
  );
}

function pair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && numbers(...value);
}

function numbers(...values: readonly unknown[]): boolean {
  return values.every(value => typeof value === 'number' && !Number.isNaN(value));
}
