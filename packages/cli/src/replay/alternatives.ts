import {
  type CallValue,
  type Condition,
  formatCall,
  formatValue,
  GlompoError,
  isPlainObject,
  Mistakes,
  parseCall,
  parseChecker,
  parseHunter,
  type Registry,
  retold,
  suggest,
} from '@glompo/core';
import { any } from '@glompo/core/conditions';
import type { Alternative } from '@glompo/core/replay';
import { readEach } from '../args/mistakes.js';
import { type Args, valuesOf } from '../args/read-args.js';
import { refuseBoth } from '../args/rivals.js';
import { positiveInteger, underFlag } from '../args/values.js';
import { chooseOptimizers } from '../study/choose-optimizers.js';
import { limitFlags } from '../study/limit-flags.js';
import { stopOfArgs } from '../study/study-of-args.js';

const keys = ['hunter', 'huntEvery', 'selector', 'spawnUntil', 'stop'] as const;

/** What is to be tried, of the flags and of each `--try`. @throws GlompoError about every mistake at once */
export async function alternativesOf(args: Args, registry: Registry): Promise<readonly Alternative[]> {
  const mistakes = new Mistakes();
  const tried = await mistakes.in(() =>
    readEach(args.flags.get('try') ?? [], text => underFlag('try', () => alternativeOf(text, registry))),
  );
  const given = await mistakes.in(() => givenByFlags(args, registry));
  mistakes.throwIfAny();
  const all = [...(given ? [given] : []), ...(tried ?? [])];
  const taken = new Set([ownName]);
  for (const { name } of all) {
    if (taken.has(name))
      throw new GlompoError('GLOMPO_OPTION', `--try: the name ${name} is taken: give it another one`);
    taken.add(name);
  }
  return all;
}

/** What the study's own hunters are called, asked again. */
export const ownName = 'own';
/** What the alternative of the flags is called. */
const flagsName = 'given';

async function givenByFlags(args: Args, registry: Registry): Promise<Alternative | undefined> {
  const { flags } = args;
  const hunters = flags.get('hunter') ?? [];
  const none = flags.has('no-hunters');
  const [huntEvery] = flags.get('hunt-every') ?? [];
  const [selector] = flags.get('selector') ?? [];
  const optimizers = flags.get('optimizer') ?? [];
  const hasLimits = limitFlags.some(name => valuesOf(args, name).length > 0);
  const mistakes = new Mistakes();
  mistakes.inSync(() => refuseBoth(args, 'hunter'));
  const read = await mistakes.in(() => readEach(hunters, text => underFlag('hunter', () => hunterOf(text, registry))));
  const until = await mistakes.in(() =>
    readEach(flags.get('spawn-until') ?? [], text => underFlag('spawn-until', () => checkerOf(text, registry))),
  );
  const alternative: Omit<Alternative, 'name'> = {
    hunters: none ? 'none' : oneOf(read),
    huntEvery: mistakes.inSync(() => (huntEvery === undefined ? undefined : positiveInteger('hunt-every', huntEvery))),
    optimizers:
      selector === undefined && optimizers.length === 0
        ? undefined
        : await mistakes.in(() => chooseOptimizers(optimizers, selector, registry)),
    spawnUntil: oneOf(until),
    stop: hasLimits ? await mistakes.in(() => stopOfArgs(args, registry)) : undefined,
  };
  mistakes.throwIfAny();
  return Object.values(alternative).every(each => each === undefined) ? undefined : { name: flagsName, ...alternative };
}

/** One of them is enough. */
function oneOf<View>(conditions: readonly Condition<View>[] = []): Condition<View> | undefined {
  return conditions.length > 1 ? any(...conditions) : conditions[0];
}

/** `patient(hunter=minTrials(2000), huntEvery=1000)`. */
async function alternativeOf(text: string, registry: Registry): Promise<Alternative> {
  const { name, positional, named } = parseCall(text);
  const given = Object.keys(named);
  const mistakes = new Mistakes();
  for (const unknown of given.filter(key => !(keys as readonly string[]).includes(key)))
    mistakes.add(new GlompoError('GLOMPO_OPTION', `${name}: unknown key "${unknown}"${suggest(unknown, keys)}`));
  if (positional.length > 0 || given.length === 0)
    mistakes.add(
      new GlompoError(
        'GLOMPO_OPTION',
        `${name}: expected what it decides otherwise by name, such as ${name}(hunter=minTrials(2000)): ${keys.join(', ')}`,
      ),
    );
  const part = async <T>(key: (typeof keys)[number], read: (text: string) => Promise<T>): Promise<T | undefined> => {
    const value = named[key];
    if (value === undefined) return undefined;
    return mistakes.in(() => underKey(`${name}: ${key}`, () => read(textOf(value))));
  };
  const alternative: Alternative = {
    name,
    hunters: await part('hunter', async each => (each === 'none' ? 'none' : hunterOf(each, registry))),
    huntEvery: await part('huntEvery', async each => count(each)),
    optimizers: await part('selector', each => chooseOptimizers([], each, registry)),
    spawnUntil: await part('spawnUntil', each => checkerOf(each, registry)),
    stop: await part('stop', each => checkerOf(each, registry)),
  };
  mistakes.throwIfAny();
  return alternative;
}

const hunterOf = async (text: string, registry: Registry) => parseHunter(text, await registry.parts('hunters', text));
const checkerOf = async (text: string, registry: Registry) =>
  parseChecker(text, await registry.parts('checkers', text));

function textOf(value: CallValue): string {
  if (typeof value === 'string') return value;
  return isPlainObject(value) && 'positional' in value ? formatCall(value as never) : formatValue(value);
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new GlompoError('GLOMPO_OPTION', `expected a positive integer, got ${text}`);
}

async function underKey<T>(key: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof GlompoError)) throw error;
    throw retold(
      error,
      ({ code, message, cause }) => new GlompoError(code, `${key}: ${message.replace(/^--[\w-]+: /, '')}`, { cause }),
    );
  }
}
