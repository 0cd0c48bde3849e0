import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import { isPlainObject } from '../contracts/is-plain-object.js';
import type { Plain } from '../contracts/plain.js';
import type { StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { defineOptions, type Input, parseOptions } from '../options/options.js';
import { checkChoices } from './check-choices.js';
import { afterRun, nextRestart, noRestarts, type Regime, type Restart, type Restarts } from './restart-plan.js';

export const restartOptions = defineOptions({
  fitted: {
    type: 'boolean',
    default: true,
    description:
      'where the budget is known: whether the last large population is as large as converges with what is left',
  },
});

/** Options of `ipop` and `bipop`. */
export type RestartOptions = Input<typeof restartOptions>;

type Kind = 'ipop' | 'bipop';

/**
 * Starts an optimizer with twice the population whenever one has ended, as IPOP-CMA-ES does: `ipop(cmaes())`. `nextRestart` has the definition and its
 * source.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is not one optimizer; when a study begins, if its populations cannot be varied
 */
export function ipop(...given: readonly [OptimizerChoice, RestartOptions?]): Selector {
  return restarts('ipop', given);
}

/**
 * Starts an optimizer with large and small populations, of which both have the same share of the evaluations, as BIPOP-CMA-ES does:
 * `bipop(cmaes())`. Those of live runs are included, so that regimes also run side by side. `nextRestart` has the definition and its source.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is not one optimizer; when a study begins, if its populations cannot be varied
 */
export function bipop(...given: readonly [OptimizerChoice, RestartOptions?]): Selector {
  return restarts('bipop', given);
}

function restarts(name: Kind, given: readonly unknown[]): Selector {
  const last = given.at(-1);
  const hasOptions = isPlainObject(last) && !('optimizer' in last);
  const choices = (hasOptions ? given.slice(0, -1) : given) as readonly OptimizerChoice[];
  return createRestarts(name, hasOptions ? last : {}, choices);
}

export function createRestarts(name: Kind, given: unknown, choices: readonly OptimizerChoice[]): Selector {
  const { fitted } = parseOptions(restartOptions, given, name);
  const [choice, ...more] = checkChoices(choices, name) as [OptimizerChoice, ...OptimizerChoice[]];
  if (more.length > 0)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${name}: expected one optimizer, whose populations it varies, got ${choices.length}`,
    );
  return begin({ name, choice, fitted }, noRestarts);
}

interface Setup {
  readonly name: Kind;
  readonly choice: OptimizerChoice;
  readonly fitted: boolean;
}

function begin(setup: Setup, from: Restarts): Selector {
  const { name, choice, fitted } = setup;
  let memory = from;
  return {
    name,
    choices: [choice],
    varies: [choice],
    begin: notes => begin(setup, notes === undefined ? noRestarts : remembered(notes, name)),
    notes: () => memory,
    next(view, _, random) {
      const { regime, variation, restarts } = nextRestart(name, memory, {
        ...{ random, alive: aliveIn(view) },
        ...(fitted && { left: view.remaining / (view.live.length + 1) }),
      });
      memory = restarts;
      return { type: 'spawn', choice, variation, note: { regime, variation } };
    },
    ended({ note, trials, status }) {
      const restart = restartOf(note);
      if (restart) memory = afterRun(memory, restart, { evaluations: trials, converged: status === 'converged' });
    },
  };
}

function aliveIn({ live }: StudyView): Record<Regime, number> {
  const alive = { large: 0, small: 0 };
  for (const { note, trials } of live) {
    const restart = restartOf(note);
    if (restart) alive[restart.regime] += trials;
  }
  return alive;
}

function restartOf(note: Plain | undefined): Restart | undefined {
  const { regime, variation } = isPlainObject(note) ? note : {};
  return (regime === 'large' || regime === 'small') && isPlainObject(variation) ? { regime, variation } : undefined;
}

function remembered(notes: Plain, name: string): Restarts {
  const { begun, spent, tried = 1, fitted = 1, course } = (isPlainObject(notes) ? notes : {}) as Partial<Restarts>;
  const areCounts = [begun, spent].every(counts =>
    (['large', 'small'] as const).every(regime => Number.isSafeInteger(counts?.[regime])),
  );
  const { population, evaluations } = course ?? { population: 1, evaluations: 1 };
  if (areCounts && [tried, fitted, population, evaluations].every(each => each > 0)) return notes as Restarts;
  throw new GlompoError('GLOMPO_STATE', `selector ${name}: what it remembers in the record is none of its notes`);
}
