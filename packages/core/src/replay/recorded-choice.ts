import { bug } from '../errors/glompo-error.js';
import type { EventOf } from '../manager/events.js';
import type { ResolvedChoice } from '../manager/live-run.js';

/** The optimizer of a recorded run, as far as views show it: nothing is imported that a record names, and none can be made of this. */
export function recordedChoice({ optimizer, choice }: EventOf<'run-started'>): ResolvedChoice {
  const traits = { asynchronous: false, kinds: [] };
  const plugin = {
    name: optimizer.name,
    api: 1 as const,
    module: '',
    traits,
    parse: () => optimizer.options,
    create: () => {
      throw bug('an optimizer was made of a record that is only replayed');
    },
  };
  return {
    choice: { optimizer: optimizer.name } as ResolvedChoice['choice'],
    index: choice,
    plugin,
    traits,
    descriptor: optimizer,
  };
}
