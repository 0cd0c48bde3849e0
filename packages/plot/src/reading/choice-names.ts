import { type Descriptor, isPlainObject, type Plain } from '@glompo/core';
import { shortened } from '../svg/clean-text.js';

/** More choices are all called by the optimizer's name. */
const most = 64;

/** What the optimizers of a study are called in a picture: by their names, and those of one name by the options in which they differ. */
export class ChoiceNames {
  readonly #choices: Map<number, Descriptor> = new Map();

  note(choice: number, optimizer: Descriptor): void {
    if (this.#choices.size < most && !this.#choices.has(choice)) this.#choices.set(choice, optimizer);
  }

  /** The choices that were seen, in order. */
  get seen(): readonly number[] {
    return [...this.#choices.keys()].sort((a, b) => a - b);
  }

  nameOf(choice: number): string {
    const own = this.#choices.get(choice);
    if (own === undefined) return 'others';
    const alike = [...this.#choices.values()].filter(({ name }) => name === own.name);
    const name = shortened(own.name, 30);
    if (alike.length < 2) return name;
    const options = optionsOf(own);
    const telling = Object.keys(options).filter(
      key => new Set(alike.map(each => JSON.stringify(optionsOf(each)[key]) ?? '')).size > 1,
    );
    const written = telling.map(key => `${shortened(key, 24)}=${shortened(JSON.stringify(options[key]) ?? '', 12)}`);
    return written.length === 0 ? `${name} (${choice + 1}.)` : `${name} ${written.join(', ')}`;
  }
}

function optionsOf({ options }: Descriptor): Readonly<Record<string, Plain>> {
  return isPlainObject(options) ? (options as Readonly<Record<string, Plain>>) : {};
}
