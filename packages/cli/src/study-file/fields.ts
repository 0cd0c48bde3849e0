import { formatCall, formatValue, GlompoError, isPlainObject, show } from '@glompo/core';
import { type Beside, callOf, callValueOf } from './call-of.js';
import type { Path } from './path.js';

/** A value of a flag, from a study file. */
export interface Item {
  /** As it would stand on the command line; or an object of a file in code. */
  readonly given: string | object;
  /** Where it is in its field. */
  readonly path: Path;
}

/** How a field becomes the values of its flag; none: the flag is not given. Throws a `GlompoError` that says what was expected. */
type Read = (value: unknown, reading: Reading) => readonly Item[];

/** What is wrong with one of several values does not keep the others from being read. */
export interface Reading {
  readonly isCode: boolean;
  readonly wrong: (path: Path, error: GlompoError) => void;
}

/** A field of a study file: a flag of `glompo run`. */
interface Field {
  readonly flag: string;
  readonly read: Read;
  /** The flag that is given where the field is `none` or false. */
  readonly none?: string;
}

const one = (given: string | object): readonly Item[] => [{ given, path: [] }];

const number: Read = value => {
  if (typeof value !== 'number' && typeof value !== 'string') throw expected('a number', value);
  return one(String(value));
};

const text: Read = value => {
  if (typeof value !== 'string') throw expected('a text', value);
  return one(value);
};

/** A switch, or, `inverted`, one that is given where the field is false. */
const toggle =
  (inverted: boolean): Read =>
  value => {
    if (typeof value !== 'boolean') throw expected('true or false', value);
    return value === inverted ? [] : one('');
  };

const liveRuns: Read = (value, reading) => {
  if (!isPlainObject(value)) return number(value, reading);
  onlyWith(value, ['from', 'upTo']);
  return one(`${String(value.from)}..${String(value.upTo)}`);
};

const failedTrials: Read = (value, reading) => {
  if (!isPlainObject(value)) return text(value, reading);
  onlyWith(value, ['inARow', 'action']);
  return one(`${String(value.inARow)}:${String(value.action)}`);
};

/** Words by commas, or a list of them. */
const words: Read = value => {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every(each => typeof each === 'string')) throw expected('a text or texts', value);
  return one(list.join(','));
};

/** A file, or several. */
const files: Read = (value, reading) => {
  if (Array.isArray(value) && value.length === 0) throw expected('at least one', value);
  return itemsOf(value, reading, each => {
    if (each instanceof URL && reading.isCode) return each.href;
    if (typeof each !== 'string' || each === '') throw expected('a file', each);
    return each;
  });
};

/** A command, or its words. */
const command: Read = (value, reading) => {
  if (!Array.isArray(value)) return text(value, reading);
  if (value.length === 0 || !value.every(each => typeof each === 'string'))
    throw expected('a command, or a list of its words', value);
  return one(value.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' '));
};

/** One that is named: `'cmaes(sigma=0.3)'`, `{ name, options }`, or in code the part itself, which is known by one of these members. */
function part(members: readonly string[], beside: Beside): (value: unknown, isCode: boolean) => string | object {
  return (value, isCode) => {
    if (typeof value === 'string') return value;
    if (isCode && typeof value === 'object' && value !== null && members.some(member => isPart(value, member)))
      return value;
    if (!isPlainObject(value)) throw expected('a part such as name(key=value), or { name, options }', value);
    return formatCall(callOf(value, beside));
  };
}

/** What a part is known by: one of its methods; a choice of an optimizer by the plugin in it, or its name. */
function isPart(value: object, member: string): boolean {
  const found = (value as Readonly<Record<string, unknown>>)[member];
  if (member !== 'optimizer') return typeof found === 'function';
  return typeof found === 'string' || (typeof found === 'object' && found !== null && 'create' in found);
}

const plainPart: Beside = { values: [], conditions: false };
const condition = part(['test'], { values: [], conditions: true });
const optimizer = part(['optimizer', 'next'], { values: ['trials', 'maxSlots', 'weight'], conditions: false });
const selector = part(['next'], plainPart);
const backend = part(['open'], plainPart);
const rule = part(['next'], plainPart);
const sharing = part(['begin'], plainPart);

const single =
  (read: ReturnType<typeof part>): Read =>
  (value, { isCode }) =>
    one(read(value, isCode));

const several =
  (read: ReturnType<typeof part>): Read =>
  (value, reading) => {
    if (Array.isArray(value) && value.length === 0) throw expected('at least one', value);
    return itemsOf(value, reading, each => read(each, reading.isCode));
  };

const start: Read = (value, reading) => {
  if (isPoint(value)) return one(pointText(value));
  if (Array.isArray(value) && value.length === 0) throw expected('a point, points, or a rule', value);
  return itemsOf(value, reading, each => {
    if (isPoint(each)) return pointText(each);
    if (Array.isArray(each) || typeof each === 'number') throw expected('a point: a list of numbers', each);
    return rule(each, reading.isCode);
  });
};

/** A value, or each of a list. */
function itemsOf(value: unknown, { wrong }: Reading, read: (each: unknown) => string | object): readonly Item[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((each, i) => {
    const path = Array.isArray(value) ? [i] : [];
    try {
      return [{ given: read(each), path }];
    } catch (error) {
      if (!(error instanceof GlompoError)) throw error;
      wrong(path, error);
      return [];
    }
  });
}

function isPoint(value: unknown): value is readonly number[] | Float64Array {
  if (!Array.isArray(value) && !(value instanceof Float64Array)) return false;
  return value.length > 0 && [...value].every(x => typeof x === 'number' && !Number.isNaN(x));
}

const pointText = (point: readonly number[] | Float64Array) => [...point].map(x => formatValue(x)).join(',');

const bounds: Read = (value, { wrong }) => {
  if (typeof value === 'string') return one(value);
  if (isPair(value)) return one(pairText(value));
  const named = isPlainObject(value);
  if ((!named && !Array.isArray(value)) || Object.keys(value).length === 0)
    throw expected('[low, high] for all parameters, a list of such pairs, or a pair by the name of each', value);
  const pairs = Object.entries(value).map(([name, pair]) => {
    try {
      if (named && /^\s|[=,]|\s$|^$/.test(name)) throw expected('the name of a parameter', name);
      return named ? `${name}=${pairText(pair)}` : pairText(pair);
    } catch (error) {
      if (!(error instanceof GlompoError)) throw error;
      wrong([named ? name : Number(name)], error);
      return undefined;
    }
  });
  return pairs.includes(undefined) ? [] : one(pairs.join(','));
};

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(end => typeof end === 'number');
}

function pairText(pair: unknown): string {
  if (!isPair(pair)) throw expected('a pair [low, high]', pair);
  return `${formatValue(pair[0])}:${formatValue(pair[1])}`;
}

const taskOptions: Read = (value, { wrong }) => {
  if (!isPlainObject(value)) throw expected('an object of options', value);
  return Object.entries(value).flatMap(([name, option]) => {
    if (option === undefined) return [];
    try {
      if (name === '' || name.includes('=')) throw expected('the name of an option', name);
      const plain = callValueOf(option, name);
      if (isPlainObject(plain))
        throw expected(
          'a number, a text, true, false or a list of them (in code, the task may be { module, options })',
          option,
        );
      return [{ given: `${name}=${formatValue(plain)}`, path: [name] }];
    } catch (error) {
      if (!(error instanceof GlompoError)) throw error;
      wrong([name], error);
      return [];
    }
  });
};

/**
 * Every field of a study file but `task`, which is TASK: the flags of `glompo run`, each in camelCase, in the plural where it may be given
 * several times; a switch `--no-spare-worker` is `spareWorker: false`.
 */
export const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['command', { flag: 'command', read: command }],
  ['plugins', { flag: 'plugin', read: files }],
  ['optimizers', { flag: 'optimizer', read: several(optimizer) }],
  ['selector', { flag: 'selector', read: single(selector) }],
  ['spawnUntil', { flag: 'spawn-until', read: several(condition), none: 'no-spawn-until' }],
  ['optimizersOn', { flag: 'optimizers-on', read: single(backend) }],
  ['trialsOn', { flag: 'trials-on', read: single(backend) }],
  ['slots', { flag: 'slots', read: number }],
  ['liveRuns', { flag: 'live-runs', read: liveRuns }],
  ['maxEvaluations', { flag: 'max-evaluations', read: number }],
  ['maxSeconds', { flag: 'max-seconds', read: number }],
  ['target', { flag: 'target', read: number }],
  ['stop', { flag: 'stop', read: several(condition) }],
  ['hunters', { flag: 'hunter', read: several(condition), none: 'no-hunters' }],
  ['huntEvery', { flag: 'hunt-every', read: number }],
  ['spare', { flag: 'spare', read: number }],
  ['share', { flag: 'share', read: single(sharing), none: 'no-share' }],
  ['trialTimeout', { flag: 'trial-timeout', read: number }],
  ['abortGrace', { flag: 'abort-grace', read: number }],
  ['retries', { flag: 'retries', read: number }],
  ['failedTrials', { flag: 'failed-trials', read: failedTrials }],
  ['finishKilled', { flag: 'finish-killed', read: toggle(false) }],
  ['spareWorker', { flag: 'no-spare-worker', read: toggle(true) }],
  ['start', { flag: 'start', read: start }],
  ['dims', { flag: 'dims', read: number }],
  ['taskOptions', { flag: 'task-option', read: taskOptions }],
  ['bounds', { flag: 'bounds', read: bounds }],
  ['seed', { flag: 'seed', read: number }],
  ['dir', { flag: 'dir', read: text }],
  ['durability', { flag: 'durability', read: text }],
  ['detail', { flag: 'detail', read: text }],
  ['checkpointEvery', { flag: 'checkpoint-every', read: number }],
  ['checkpointAt', { flag: 'checkpoint-at', read: words }],
  ['checkpointKeep', { flag: 'checkpoint-keep', read: number }],
  ['checkpointName', { flag: 'checkpoint-name', read: text }],
]);

/** Flags that are no fields: they are of one session, or of a study that goes on. */
export const noFields: readonly string[] = [
  'from',
  'task',
  'accept-changed-task',
  'json',
  'minima',
  'quiet',
  'verbose',
];

function onlyWith(value: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const right = Object.keys(value).length === names.length && names.every(name => Object.hasOwn(value, name));
  if (!right || !Object.values(value).every(each => typeof each === 'number' || typeof each === 'string'))
    throw expected(`{ ${names.join(', ')} }`, value);
}

function expected(what: string, got: unknown): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `expected ${what}, got ${show(got)}`);
}
