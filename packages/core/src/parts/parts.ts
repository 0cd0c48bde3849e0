import * as checkerExports from '../checkers/index.js';
import type { OptimizerChoice } from '../contracts/choice.js';
import type { Checker, Hunter, Selector, StartPoints } from '../contracts/decision.js';
import type { Sharing } from '../contracts/sharing.js';
import type { HuntView, StudyView } from '../contracts/view.js';
import type { PartTable } from '../grammar/build-part.js';
import type { Part } from '../grammar/part.js';
import * as hunterExports from '../hunters/index.js';
import { banditOptions, createBandit } from '../selectors/bandit.js';
import { chainOptions, createChain } from '../selectors/chain.js';
import { cycle } from '../selectors/cycle.js';
import { random } from '../selectors/random.js';
import { realsOnly } from '../selectors/reals-only.js';
import { createRestarts, restartOptions } from '../selectors/restarts.js';
import { createStarting } from '../selectors/starting.js';
import type { Member } from '../selectors/team.js';
import * as sharingExports from '../sharing/index.js';
import * as startPointsExports from '../start-points/index.js';
import { combinations, quotas } from './combinations.js';

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
  readonly selectors: PartTable<Selector, Member>;
  readonly startPoints: PartTable<StartPoints>;
  readonly sharing: PartTable<Sharing>;
} = {
  hunters: {
    kind: 'hunter',
    parts: [...exportedParts<Hunter>(hunterExports), ...combinations<HuntView>('minTrials(500)'), quotas],
  },
  checkers: {
    kind: 'checker',
    parts: [...exportedParts<Checker>(checkerExports), ...combinations<StudyView>('maxSeconds(60)')],
  },
  selectors: {
    kind: 'selector',
    parts: [
      selector('cycle', cycle, 'Starts the optimizers in turn, whenever there is room for a run.'),
      selector('random', random, 'Starts the optimizers by chance, whenever there is room for a run.'),
      restarts('ipop', 'Starts an optimizer with twice the population whenever one has ended.'),
      restarts('bipop', 'Starts an optimizer with large and small populations, which share the evaluations.'),
      {
        name: 'chain',
        description: 'Starts the first optimizer until a threshold is reached, then the second, and so on.',
        options: chainOptions,
        nested: optimizersInParentheses,
        create: (options, members) => createChain(options, members),
      },
      {
        name: 'bandit',
        description: 'Learns which optimizer finds most with the same evaluations, and starts it most often.',
        options: banditOptions,
        nested: optimizersInParentheses,
        create: (options, members) => createBandit(options, members),
      },
      {
        name: 'realsOnly',
        description: 'Starts an optimizer where all parameters are real numbers, and nothing where some are integers.',
        options: {},
        nested: { ...optimizersInParentheses, name: 'optimizer', max: 1 },
        create: (_, [member]) => realsOnly(member as Member),
      },
      {
        name: 'starting',
        description: 'Starts an optimizer where a rule of its own says, whatever the study’s rule is.',
        options: {},
        nested: {
          ...{ name: 'at', expected: 'an optimizer, and a rule of start points: starting(lbfgs(), at=basinHopping())' },
          ...{ min: 2, max: 2, alone: true },
        },
        create: (_, members) => createStarting(members),
      },
    ],
  },
  startPoints: { kind: 'rule of start points', parts: exportedParts<StartPoints>(startPointsExports) },
  sharing: { kind: 'way of sharing points', parts: exportedParts<Sharing>(sharingExports) },
};

function exportedParts<Made>(exports: object): readonly Part<Made>[] {
  return Object.values(exports).flatMap((value: { readonly part?: Part<Made> }) => value.part ?? []);
}

function selector(
  name: string,
  create: (...members: readonly never[]) => Selector,
  description: string,
): Part<Selector, Member> {
  const nested = optimizersInParentheses;
  return { name, description, options: {}, nested, create: (_, members) => create(...(members as readonly never[])) };
}

function restarts(name: 'ipop' | 'bipop', description: string): Part<Selector, Member> {
  const nested = { ...optimizersInParentheses, name: 'optimizer', max: 1 } as const;
  return {
    ...{ name, description, options: restartOptions, nested },
    create: (options, members) => createRestarts(name, options, members as readonly OptimizerChoice[]),
  };
}
