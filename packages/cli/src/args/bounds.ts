import { type Bounds, GlompoError, type Parameter, suggest } from '@glompo/core';
import { numberIn, wrongValue } from './values.js';

type Pair = readonly [low: number, high: number];

/** What `--bounds` says: one pair for all parameters, one for each, or some by name. */
export type GivenBounds =
  | { readonly type: 'all'; readonly pair: Pair }
  | { readonly type: 'each'; readonly pairs: readonly Pair[] }
  | { readonly type: 'named'; readonly pairs: Readonly<Record<string, Pair>> };

const expected = 'low:high for all parameters, low:high,low:high,… for each, or name=low:high,…';

/** @throws GlompoError `GLOMPO_OPTION` for what cannot be read, `GLOMPO_BOUNDS` for pairs that are no bounds */
export function parseBounds(text: string): GivenBounds {
  const items = text.split(',').map(item => item.trim());
  if (items.every(item => item.includes('='))) {
    const pairs = new Map<string, Pair>();
    for (const item of items) {
      const at = item.indexOf('=');
      const name = item.slice(0, at).trim();
      if (name === '') throw wrongValue('bounds', expected, text);
      if (pairs.has(name)) throw boundsError(`${name}: is given twice`);
      pairs.set(name, parsePair(item.slice(at + 1), name, text));
    }
    return { type: 'named', pairs: Object.fromEntries(pairs) };
  }
  const pairs = items.map((item, i) => parsePair(item, items.length === 1 ? undefined : `parameter ${i + 1}`, text));
  return pairs.length === 1 ? { type: 'all', pair: pairs[0] as Pair } : { type: 'each', pairs };
}

function parsePair(item: string, name: string | undefined, text: string): Pair {
  const ends = item.split(':');
  const [low, high] = ends.map(end => (/^\s*NaN\s*$/i.test(end) ? Number.NaN : numberIn(end)));
  if (ends.length !== 2 || low === undefined || high === undefined) throw wrongValue('bounds', expected, text);
  const where = name === undefined ? '' : `${name}: `;
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw boundsError(`${where}a study needs finite bounds, got ${low}:${high}`);
  if (low === high)
    throw boundsError(`${where}the bounds are equal (${low}): fix the value inside the task instead, or widen them`);
  if (low > high) throw boundsError(`${where}the bounds are reversed: low ${low} is above high ${high}`);
  return [low, high];
}

/** The bounds of a task with these parameters. @throws GlompoError `GLOMPO_BOUNDS` */
export function resolveBounds(given: GivenBounds, parameters: readonly Parameter[]): Bounds {
  switch (given.type) {
    case 'all':
      return parameters.map(() => given.pair);
    case 'each':
      if (given.pairs.length !== parameters.length)
        throw boundsError(
          `expected one pair for each of the task's ${parameters.length} parameters, got ${given.pairs.length}`,
        );
      return given.pairs;
    case 'named': {
      const names = parameters.map(({ name }) => name);
      for (const name of Object.keys(given.pairs)) {
        if (!names.includes(name)) throw boundsError(`the task has no parameter "${name}"${suggest(name, names)}`);
      }
      return parameters.map(({ name, low, high }) => given.pairs[name] ?? [low, high]);
    }
    default:
      return given satisfies never;
  }
}

function boundsError(message: string): GlompoError {
  return new GlompoError('GLOMPO_BOUNDS', `--bounds: ${message}`);
}
