import { type Backend, type BackendTraits, inline, type OpenOptions, type Plain, type Workers } from '@glompo/core';

export type Message = { readonly [key: string]: Plain } & { readonly type: string };

/** A backend whose workers are changed; `original` are the unchanged ones. */
export function changed(base: Backend, change: (original: Workers, options: OpenOptions) => Partial<Workers>): Backend {
  return {
    ...base,
    async open(options) {
      const original = await base.open(options);
      const workers = {
        call: original.call.bind(original),
        replace: original.replace.bind(original),
        resize: original.resize.bind(original),
        [Symbol.asyncDispose]: () => original[Symbol.asyncDispose](),
        ...change(original, options),
      };
      return Object.defineProperty(workers, 'size', { get: () => original.size }) as unknown as Workers;
    },
  };
}

export const withTraits = (base: Backend, traits: Partial<BackendTraits>): Backend => ({
  ...base,
  traits: { ...base.traits, ...traits },
});

/** Messages are changed on their way. */
export function tampered(
  request: (message: Message) => object,
  answer: (message: Message) => object = m => m,
): Backend {
  return changed(inline(), original => ({
    call: async (worker, message, options) =>
      answer((await original.call(worker, request(message as Message) as Plain, options)) as Message) as Plain,
  }));
}

export const unchanged = (message: Message) => message;
const trialsOf = (message: Message) => message.trials as Record<string, Plain> | undefined;

/** Changes the batch of trials in an answer. */
export const tamperedTrials = (change: (trials: Record<string, Plain>) => object) =>
  tampered(unchanged, answer => {
    const trials = trialsOf(answer);
    return trials ? { ...answer, trials: { ...trials, ...change(trials) } } : answer;
  });
