import { all } from '../conditions/all.js';
import { any } from '../conditions/any.js';
import { atLeast, atLeastOptions } from '../conditions/at-least.js';
import { lasting, lastingOptions } from '../conditions/lasting.js';
import { not } from '../conditions/not.js';
import { quota, quotaOptions } from '../conditions/quota.js';
import type { Condition, Hunter } from '../contracts/decision.js';
import type { HuntView, StudyView } from '../contracts/view.js';
import type { Part } from '../grammar/part.js';

/** What makes conditions from conditions. @param example of one of them */
export function combinations<View extends HuntView | StudyView>(example: string): readonly Part<Condition<View>>[] {
  const several = { name: 'conditions', expected: `a condition such as ${example}`, min: 1 };
  const one = { ...several, name: 'condition', max: 1 };
  return [
    {
      name: 'all',
      description: 'Says yes if every condition does; they are asked in order, up to the first no.',
      options: {},
      nested: several,
      create: (_, conditions) => all(...conditions),
    },
    {
      name: 'any',
      description: 'Says yes if one of the conditions does; they are asked in order, up to the first yes.',
      options: {},
      nested: several,
      create: (_, conditions) => any(...conditions),
    },
    {
      name: 'atLeast',
      description: 'Says yes if at least n of the conditions do; they are asked in order, until that is certain.',
      options: atLeastOptions,
      nested: several,
      create: ({ n }, conditions) => atLeast(n as number, ...conditions),
    },
    {
      name: 'lasting',
      description: 'Says yes once the condition has said yes, whenever it was asked, for so many evaluations.',
      options: lastingOptions,
      nested: one,
      create: ({ evaluations }, [condition]) => lasting(evaluations as number, condition as Condition<View>),
    },
    {
      name: 'not',
      description: 'Says yes if the condition says no.',
      options: {},
      nested: one,
      create: (_, conditions) => not(conditions[0] as Condition<View>),
    },
  ];
}

export const quotas: Part<Hunter> = {
  name: 'quota',
  description: 'Says yes if the hunter does, but only so many times in so many evaluations of the study.',
  options: quotaOptions,
  nested: { name: 'hunter', expected: 'a hunter such as minTrials(500)', min: 1, max: 1 },
  create: ({ kills, evaluations }, [hunter]) => quota(kills as number, evaluations as number, hunter as Hunter),
};
