import type { InjectionMode } from '../contracts/optimizer.js';
import { GlompoError } from '../errors/glompo-error.js';
import { suggest } from '../errors/nearest.js';
import { show } from '../options/options.js';

/** A point worth knowing, in the task's units. */
export interface Injection {
  readonly point: Float64Array;
  readonly value: number;
  /** Absent: as the optimizer is set. */
  readonly how?: InjectionMode;
}

/** What somebody wants of a study that is running; plain data, so that it may come from another program. */
export type Intervention =
  /** It ends in order, as if `run`'s signal had been aborted. */
  | { readonly type: 'stop' }
  /** The run is killed. */
  | { readonly type: 'stop-run'; readonly run: number }
  /** The run gets nothing more to do until it is continued; what is under way is finished. */
  | { readonly type: 'pause-run'; readonly run: number }
  | { readonly type: 'continue-run'; readonly run: number }
  /** From now on the study stops when this holds, in place of what was asked for: as `formatCondition` writes it, of built-in checkers. */
  | { readonly type: 'stop-when'; readonly condition: string }
  /** One run more is started at once, or the next one as soon as there may be one, at this point (in the task's units). */
  | { readonly type: 'start-run'; readonly point: Float64Array }
  /** Optimizers hear of a point and its value: of that run, or of all live ones. Those that have no use for it ignore it. */
  | ({ readonly type: 'inject'; readonly run?: number } & Injection);

type Member = 'run' | 'condition' | 'point' | 'value' | 'how';

const members: { readonly [Type in Intervention['type']]: readonly Member[] } = {
  stop: [],
  'stop-run': ['run'],
  'pause-run': ['run'],
  'continue-run': ['run'],
  'stop-when': ['condition'],
  'start-run': ['point'],
  inject: ['point', 'value', 'run', 'how'],
};

/**
 * An intervention as it is meant, whatever was given; points may be lists of numbers.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function checkIntervention(given: unknown): Intervention {
  if (typeof given !== 'object' || given === null) throw fail(`expected an object with a type, got ${show(given)}`);
  const { type, ...rest } = given as { readonly type?: unknown } & Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || !Object.hasOwn(members, type))
    throw fail(`unknown type ${show(type)}${suggest(String(type), Object.keys(members))}`);
  const wanted: readonly string[] = members[type as Intervention['type']];
  for (const name of Object.keys(rest))
    if (!wanted.includes(name)) throw fail(`${type}: unknown member "${name}"${suggest(name, wanted)}`);
  const optional = type === 'inject' ? ['run', 'how'] : [];
  const checked = wanted.flatMap(name => {
    const value = rest[name];
    if (value === undefined && optional.includes(name)) return [];
    return [[name, checks[name as Member](value, `${type}: ${name}`)]];
  });
  return { type, ...Object.fromEntries(checked) } as Intervention;
}

const checks: { readonly [Name in Member]: (given: unknown, where: string) => unknown } = {
  run(given, where) {
    if (Number.isSafeInteger(given) && (given as number) >= 1) return given;
    throw fail(`${where}: expected the number of a run, got ${show(given)}`);
  },
  condition(given, where) {
    if (typeof given === 'string') return given;
    throw fail(`${where}: expected a text such as "maxEvaluations(1000)", got ${show(given)}`);
  },
  point(given, where) {
    if (given instanceof Float64Array) return given.slice();
    if (Array.isArray(given) && given.every(each => typeof each === 'number')) return Float64Array.from(given);
    throw fail(`${where}: expected a list of numbers, got ${show(given)}`);
  },
  value(given, where) {
    if (typeof given === 'number' && Number.isFinite(given)) return given;
    throw fail(`${where}: expected a finite number, got ${show(given)}`);
  },
  how(given, where) {
    if (given === 'exact' || given === 'nudged') return given;
    throw fail(`${where}: expected "exact" or "nudged", got ${show(given)}`);
  },
};

function fail(message: string): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `intervene: ${message}`);
}
