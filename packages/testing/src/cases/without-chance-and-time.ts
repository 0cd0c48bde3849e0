import { ConformanceError } from './expect.js';

/** Runs something synchronous in a world in which `Math.random`, `Date.now`, `new Date()` and `performance.now` throw. */
export function withoutChanceAndTime(action: () => void): void {
  const taken: string[] = [];
  const refuse = (what: string) => () => {
    taken.push(what);
    throw new ConformanceError(`it used ${what}: chance comes from context.random, time from nowhere`);
  };
  const { Date: realDate } = globalThis;
  const restores = [
    replace(Math, 'random', refuse('Math.random()')),
    replace(performance, 'now', refuse('performance.now()')),
    replace(
      globalThis,
      'Date',
      Object.assign(refuse('Date'), { now: refuse('Date.now()'), prototype: realDate.prototype }),
    ),
  ];
  try {
    action();
  } finally {
    for (const restore of restores) restore();
  }
  // It may have caught the error.
  if (taken.length > 0) throw new ConformanceError(`it used ${taken[0]}`);
}

function replace(owner: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, own);
  };
}
