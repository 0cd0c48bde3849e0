import { type Call, type CallValue, formatCall, type OptionsSpec, optionsOfCall, parseCall } from '@glompo/core';
import { ArgumentError } from '../../arguments.js';
import { numbersIn, splitWords } from '../words.js';
import { canonicalCall } from './canonical-call.js';
import { testFunction } from './problem.js';
import { suites } from './suites.js';

/** A problem that is measured for several seeds. */
export interface ListedProblem {
  /** The call, written by `canonicalCall`; an option that is the word `seed` stands for the seed of the run. */
  readonly text: string;
  /** The problem without its instance: instances are added up. */
  readonly group: string;
  readonly instance: number | null;
}

/**
 * The problems that the flags name: calls, `name:dims`, suites; ranges such as `function=1..24` are written out. Functions that take `dims` or
 * `instance` and say nothing of them get each of those of the flags.
 *
 * @param instances where none are given, those of `fallback`
 * @throws ArgumentError
 */
export async function listProblems(
  functions: string,
  {
    dims,
    instances,
    fallback,
  }: {
    readonly dims: readonly number[] | undefined;
    readonly instances: readonly number[] | undefined;
    readonly fallback: readonly number[];
  },
): Promise<readonly ListedProblem[]> {
  const unused = new Set([...(dims ? ['dims'] : []), ...(instances ? ['instances'] : [])]);
  const problems: ListedProblem[] = [];
  for (const written of splitWords(functions).flatMap(callsOf)) {
    const spec = (await testFunction(written.name)).options ?? {};
    const textOf = (call: Call) => formatCall(canonicalCall(call, spec));
    const byName = { ...written, positional: [], named: optionsOfCall(written, spec) as Call['named'] };
    for (const call of writtenOut(byName)) {
      const wants = (option: string) => Object.hasOwn(spec, option) && call.named[option] === undefined;
      if (wants('dims')) unused.delete('dims');
      const sized = wants('dims') && dims ? dims.map(n => withOption(call, 'dims', n)) : [call];
      for (const each of sized) {
        if (!hasInstances(each, spec)) {
          problems.push({ text: textOf(each), group: textOf(each), instance: null });
          continue;
        }
        const own = each.named.instance;
        if (own === seedWord) {
          problems.push({ text: textOf(each), group: textOf(each), instance: null });
          continue;
        }
        if (own === undefined) unused.delete('instances');
        for (const instance of own === undefined ? (instances ?? fallback) : [own as number])
          problems.push({
            text: textOf(withOption(each, 'instance', instance)),
            group: textOf(without(each, 'instance')),
            instance,
          });
      }
    }
  }
  // What is named twice is measured once: its runs would be the same.
  const different = [...new Map(problems.map(problem => [problem.text, problem])).values()];
  if (different.length === 0) throw new ArgumentError('--functions: expected at least one, such as rastrigin:10');
  for (const flag of unused) throw new ArgumentError(`--${flag}: none of the functions is waiting for it`);
  return different;
}

/** Test functions that may be shifted and turned are all the same in each instance if they are not, unless their call says of one. */
function hasInstances({ named }: Call, spec: OptionsSpec): boolean {
  if (!Object.hasOwn(spec, 'instance')) return false;
  return (
    named.instance !== undefined || !Object.hasOwn(spec, 'shift') || named.shift === true || named.rotation === true
  );
}

/** Stands for the seed of the run in an option. */
const seedWord = 'seed';

/** Whether each seed has an instance of its own. */
export function isInstanceOfSeed({ text }: ListedProblem): boolean {
  return parseCall(text).named.instance === seedWord;
}

/** A problem of a seed: the word `seed` becomes the number. */
export function problemOfSeed(text: string, seed: number): string {
  const call = parseCall(text);
  const named = Object.entries(call.named).map(([key, value]) => [key, value === seedWord ? seed : value]);
  return formatCall({ ...call, named: Object.fromEntries(named) as Record<string, CallValue> });
}

/** What a word stands for; options of a suite are those of each of its functions: `classic(delay=0.001)`. */
function callsOf(word: string): readonly Call[] {
  const [, sized, dims] = /^([\w.-]+):(\d+)$/.exec(word) ?? [];
  if (sized !== undefined) return [{ name: sized, positional: [], named: { dims: Number(dims) } }];
  const { name, positional, named } = parseCall(word);
  const suite = Object.hasOwn(suites, name) ? suites[name]?.map(text => parseCall(text)) : undefined;
  // With options, a name that is a function's, too, is that function.
  const isFunction = word !== name && suite?.some(call => call.name === name);
  if (suite === undefined || isFunction) return [{ name, positional, named }];
  if (positional.length > 0)
    throw new ArgumentError(`--functions: ${word}: a list takes options by their names, such as delay=0.001`);
  return suite.map(call => ({ ...call, named: { ...call.named, ...named } }));
}

/** One call for each number of each range. */
function writtenOut(call: Call): readonly Call[] {
  for (const [key, value] of Object.entries(call.named)) {
    const numbers = typeof value === 'string' && value.includes('..') ? numbersIn(value) : undefined;
    if (numbers) return numbers.flatMap(number => writtenOut(withOption(call, key, number)));
  }
  return [call];
}

function withOption(call: Call, key: string, value: CallValue): Call {
  return { ...call, named: { ...call.named, [key]: value } };
}

function without(call: Call, key: string): Call {
  const { [key]: _, ...named } = call.named;
  return { ...call, named };
}
