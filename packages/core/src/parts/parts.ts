import * as checkerExports from '../checkers/index.js';
import { all } from '../conditions/all.js';
import { any } from '../conditions/any.js';
import { not } from '../conditions/not.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Checker, Condition, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import type { Sharing } from '../contracts/sharing.js';
import type { PartTable } from '../grammar/build-part.js';
import type { Part } from '../grammar/part.js';
import * as hunterExports from '../hunters/index.js';
import { chainOptions, createChain } from '../selectors/chain.js';
import { cycle } from '../selectors/cycle.js';
import { random } from '../selectors/random.js';
import * as sharingExports from '../sharing/index.js';
import * as startPointsExports from '../start-points/index.js';

const optimizersInParentheses = {
  name: 'optimizers',
  expected: 'an optimizer such as cmaes(sigma=0.3)',
  min: 1,
  alone: true,
} as const;

/**
 * Every decision that text can name, by kind. What a folder of decisions exports through its index is in here by itself: adding one
 * takes its file and its line in that index.
 */
export const parts: {
  readonly hunters: PartTable<Hunter>;
  readonly checkers: PartTable<Checker>;
  readonly selectors: PartTable<Selector, OptimizerChoice>;
  readonly startPoints: PartTable<StartPoints>;
  readonly sharing: PartTable<Sharing>;
} = {
  hunters: { kind: 'hunter', parts: [...exportedParts<Hunter>(hunterExports), ...combinations('minTrials(500)')] },
  checkers: { kind: 'checker', parts: [...exportedParts<Checker>(checkerExports), ...combinations('maxSeconds(60)')] },
  selectors: {
    kind: 'selector',
    parts: [
      selector('cycle', cycle, 'in turn'),
      selector('random', random, 'by chance'),
      {
        name: 'chain',
        description: 'Starts the first optimizer until a threshold is reached, then the second, and so on.',
        options: chainOptions,
        nested: optimizersInParentheses,
        create: (options, choices) => createChain(options, choices),
      },
    ],
  },
  startPoints: { kind: 'rule of start points', parts: exportedParts<StartPoints>(startPointsExports) },
  sharing: { kind: 'way of sharing points', parts: exportedParts<Sharing>(sharingExports) },
};

function exportedParts<Made>(exports: object): readonly Part<Made>[] {
  return Object.values(exports).flatMap((value: { readonly part?: Part<Made> }) => value.part ?? []);
}

function combinations<View>(example: string): readonly Part<Condition<View>>[] {
  const nested = { name: 'conditions', expected: `a condition such as ${example}`, min: 1 };
  return [
    {
      name: 'all',
      description: 'Says yes if every condition does; they are asked in order, up to the first no.',
      options: {},
      nested,
      create: (_, conditions) => all(...conditions),
    },
    {
      name: 'any',
      description: 'Says yes if one of the conditions does; they are asked in order, up to the first yes.',
      options: {},
      nested,
      create: (_, conditions) => any(...conditions),
    },
    {
      name: 'not',
      description: 'Says yes if the condition says no.',
      options: {},
      nested: { ...nested, name: 'condition', max: 1 },
      create: (_, conditions) => not(conditions[0] as Condition<View>),
    },
  ];
}

function selector(
  name: string,
  create: (...choices: readonly OptimizerChoice[]) => Selector,
  how: string,
): Part<Selector, OptimizerChoice> {
  return {
    name,
    description: `Starts the optimizers ${how}, whenever there is room for a run.`,
    options: {},
    nested: optimizersInParentheses,
    create: (_, choices) => create(...choices),
  };
}
