import { wrapped } from '../output/wrapped.js';
import type { Listed, ListedOption } from './listed.js';
import { type SharedOptions, sharedOptions } from './shared-options.js';

/** Stands for what is told elsewhere. */
const others = '…';

/** What there is of one kind, for people: each with its options, and those that many take in the same way once, at the end. */
export function describe(entries: readonly Listed[]): string {
  const shared = sharedOptions(entries);
  const names = entries.map(({ name }) => name);
  return [
    ...entries.map(entry => describeOne(entry, shared)),
    ...shared.map(group => `\n${describeShared(group, names)}`),
  ].join('');
}

function describeOne(
  { name, description, package: from, options, nested, problem }: Listed,
  shared: readonly SharedOptions[],
): string {
  const elsewhere = new Set(
    shared.filter(({ takers }) => takers.includes(name)).flatMap(group => group.options.map(option => option.name)),
  );
  const own = (options ?? []).filter(option => !elsewhere.has(option.name));
  const inside = [
    ...(nested ? [others] : []),
    ...(options ?? []).map(option => (elsewhere.has(option.name) ? others : withDefault(option))),
  ].filter((text, i, all) => text !== others || all[i - 1] !== others);
  const head = `  ${name}${options ? `(${inside.join(', ')})` : ''}${from ? `  [${from}]` : ''}`;
  const text = [
    ...(description ? [description] : []),
    ...(nested ? [`In its parentheses: ${nested}.`] : []),
    ...(problem ? [`Cannot be used: ${problem}`] : []),
  ].join(' ');
  return [wrapped(head, 6), ...(text ? [wrapped(text, 6)] : []), ...own.map(describeOption)].join('');
}

function describeShared({ options, takers }: SharedOptions, names: readonly string[]): string {
  const head = `  ${others}  ${takersText(takers, names)} also take: ${options.map(withDefault).join(', ')}`;
  return [wrapped(head, 6), ...options.map(describeOption)].join('');
}

function takersText(takers: readonly string[], names: readonly string[]): string {
  const without = names.filter(name => !takers.includes(name));
  if (without.length === 0) return 'all of these';
  return without.length < takers.length ? `all of these but ${without.join(', ')}` : takers.join(', ');
}

function withDefault(option: ListedOption): string {
  return option.default === undefined ? option.name : `${option.name}=${JSON.stringify(option.default)}`;
}

function describeOption({ name, expected, required, description }: ListedOption): string {
  return wrapped(`${name}: ${expected}${required ? ', required' : ''}: ${description}`, 8);
}
