import type { OptimizerChoice } from '../contracts/choice.js';
import type { Selector } from '../contracts/decision.js';
import type { Plain, PlainObject } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { checkChoices } from './check-choices.js';

type Regime = 'first' | 'large' | 'small';

/** What restarts are decided by, of the runs that have ended. */
type Memory = {
  /** Runs started of each regime. */
  readonly started: Readonly<Record<Regime, number>>;
  /** Their evaluations, of those that have ended. */
  readonly spent: Readonly<Record<Regime, number>>;
  /** Evaluations of the last large (or first) run to end; 0: none has. */
  readonly lastLarge: number;
};

const nothingYet: Memory = {
  started: { first: 0, large: 0, small: 0 },
  spent: { first: 0, large: 0, small: 0 },
  lastLarge: 0,
};

/** Doublings of the population at most: 512 times as many points. */
const mostDoublings = 9;

/**
 * Starts an optimizer with twice the population each time, as IPOP-CMA-ES does (Auger & Hansen, "A Restart CMA Evolution Strategy With
 * Increasing Population Size", CEC 2005): `ipop(cmaes())`. Runs that are alive together have different populations. From 512 times the
 * population on, it stays.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is not one optimizer; when a study begins, if its populations cannot be varied
 */
export function ipop(...choices: readonly OptimizerChoice[]): Selector {
  return restarts('ipop', choices);
}

/**
 * Starts an optimizer with large and small populations, of which both have the same share of the evaluations, as BIPOP-CMA-ES does (Hansen,
 * "Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed", GECCO 2009): `bipop(cmaes())`. The first run is as its options
 * say; each large one has twice the population of the one before; a small one has (½ large)^(U²) times that of the options, deviations of
 * 10^(−2U′) of the initial ones (U, U′ uniform in [0, 1]), and half the evaluations of the last large run that has ended. The next run is
 * small if the small ones have used fewer evaluations, those of live runs included, so that regimes also run side by side.
 *
 * @throws GlompoError `GLOMPO_OPTION` if it is not one optimizer; when a study begins, if its populations cannot be varied
 */
export function bipop(...choices: readonly OptimizerChoice[]): Selector {
  return restarts('bipop', choices);
}

function restarts(name: 'ipop' | 'bipop', choices: readonly OptimizerChoice[]): Selector {
  const checked = checkChoices(choices, name);
  if (checked.length > 1)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${name}: expected one optimizer, whose populations it varies, got ${checked.length}`,
    );
  return begin(name, checked as readonly [OptimizerChoice], nothingYet);
}

function begin(name: 'ipop' | 'bipop', choices: readonly [OptimizerChoice], from: Memory): Selector {
  let memory = from;
  return {
    name,
    choices,
    varies: choices,
    begin: notes => begin(name, choices, notes === undefined ? nothingYet : remembered(notes, name)),
    notes: () => memory as Plain,
    next(view, _, random) {
      const regime = nextRegime(name, memory, view);
      const variation = variationOf(regime, memory, random);
      memory = { ...memory, started: { ...memory.started, [regime]: memory.started[regime] + 1 } };
      return { type: 'spawn', choice: choices[0], variation, note: { regime } };
    },
    ended(run) {
      memory = afterRun(memory, run);
    },
  };
}

function nextRegime(name: 'ipop' | 'bipop', { started, spent }: Memory, { live }: StudyView): Regime {
  if (started.first === 0) return 'first';
  if (name === 'ipop') return 'large';
  const use = { first: 0, large: spent.large, small: spent.small };
  for (const { note, trials } of live) use[regimeOf(note) ?? 'first'] += trials;
  const isSmall = use.small < use.large || (use.small === use.large && started.small < started.large);
  return isSmall ? 'small' : 'large';
}

function variationOf(regime: Regime, { started, lastLarge }: Memory, random: Random) {
  const largest = 2 ** Math.min(mostDoublings, started.large);
  switch (regime) {
    case 'first':
      return {};
    case 'large':
      return { population: 2 ** Math.min(mostDoublings, started.large + 1) };
    case 'small': {
      const population = (largest / 2) ** (random.uniform() ** 2);
      const deviation = 10 ** (-2 * random.uniform());
      return { population, deviation, ...(lastLarge > 0 && { evaluations: lastLarge / 2 }) };
    }
  }
}

function afterRun(memory: Memory, { note, trials }: EndedRun): Memory {
  const regime = regimeOf(note);
  if (regime === undefined) return memory;
  const spent = { ...memory.spent, [regime]: memory.spent[regime] + trials };
  return { ...memory, spent, ...(regime !== 'small' && { lastLarge: trials }) };
}

function regimeOf(note: Plain | undefined): Regime | undefined {
  const { regime } = (typeof note === 'object' && note !== null ? note : {}) as PlainObject;
  return regime === 'first' || regime === 'large' || regime === 'small' ? regime : undefined;
}

function remembered(notes: Plain, name: string): Memory {
  const { started, spent, lastLarge } = (notes ?? {}) as Partial<Memory>;
  const isCounts = (counts: Partial<Record<Regime, number>> = {}) =>
    (['first', 'large', 'small'] as const).every(regime => Number.isSafeInteger(counts[regime]));
  if (isCounts(started) && isCounts(spent) && Number.isSafeInteger(lastLarge)) return notes as Memory;
  throw new GlompoError('GLOMPO_STATE', `selector ${name}: what it remembers in the record is none of its notes`);
}
