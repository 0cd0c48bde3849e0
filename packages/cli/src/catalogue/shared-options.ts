import type { Listed, ListedOption } from './listed.js';

/** So many options, at least, are worth being told apart from those that take them; and so many have to take them. */
const fewestOptions = 3;
const fewestTakers = 3;

/** Options that several of a kind take in just the same way. */
export interface SharedOptions {
  readonly options: readonly ListedOption[];
  /** Names, in the order of the list. */
  readonly takers: readonly string[];
}

/** Which options are told once, for all that take them: those that the same ones take. An option belongs to one of them at the most. */
export function sharedOptions(entries: readonly Listed[]): readonly SharedOptions[] {
  const takers = new Map<string, { readonly option: ListedOption; readonly names: string[] }>();
  for (const { name, options } of entries)
    for (const option of options ?? []) {
      const key = JSON.stringify(option);
      const taken = takers.get(key) ?? { option, names: [] };
      taken.names.push(name);
      takers.set(key, taken);
    }
  const groups = new Map<string, { readonly options: ListedOption[]; readonly takers: readonly string[] }>();
  for (const { option, names } of takers.values()) {
    const key = JSON.stringify(names);
    const group = groups.get(key) ?? { options: [], takers: names };
    group.options.push(option);
    groups.set(key, group);
  }
  return [...groups.values()].filter(
    ({ options, takers: { length } }) => options.length >= fewestOptions && length >= fewestTakers,
  );
}
