import type { Parameter, TrialContext } from '@glompo/core/plugin';
import { exactJson } from './exact-numbers.js';

/**
 * A trial as programs read it, one line of JSON: `{"x":[…],"parameters":{name:value},"run":…,"trial":…,"seed":…,"wants":[…]}`.
 *
 * @param id of a request to a persistent program, before everything else
 */
export function requestJson(
  x: Float64Array,
  parameters: readonly Parameter[],
  { run, trial, seed, wants, id }: Pick<TrialContext, 'run' | 'trial' | 'seed' | 'wants'> & { readonly id?: number },
): string {
  const numbers = Array.from(x, exactJson);
  const named = parameters.map(({ name }, i) => `${JSON.stringify(name)}:${numbers[i]}`);
  const first = id === undefined ? '' : `"id":${id},`;
  return `{${first}"x":[${numbers.join(',')}],"parameters":{${named.join(',')}},"run":${run},"trial":${trial},"seed":${seed},"wants":${JSON.stringify(wants)}}`;
}
