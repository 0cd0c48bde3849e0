import type { Selector } from '../contracts/decision.js';
import type { Plain, PlainObject } from '../contracts/plain.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { moveOf } from '../moves/move.js';
import { defineOptions, type Input, parseOptions } from '../options/options.js';
import { areaUnderRanks, type Ranked } from './area-under-ranks.js';
import { checkChoices } from './check-choices.js';
import { type Member, memberOf, team } from './team.js';

const name = 'bandit';

export const banditOptions = defineOptions({
  exploration: {
    type: 'number',
    min: 0,
    below: Number.POSITIVE_INFINITY,
    default: 0.3,
    description: 'how much those are tried that had few evaluations so far, beside the best one; 0: hardly ever',
  },
  remember: {
    type: 'integer',
    min: 10,
    max: 10_000,
    default: 100,
    description: 'how many runs that have ended it looks back on',
  },
});

/** Options of `bandit`. */
export type BanditOptions = Input<typeof banditOptions>;

/** What a run has found, and what it cost. */
type Outcome = {
  readonly member: number;
  /** +Infinity: nothing. */
  readonly value: number;
  readonly trials: number;
  readonly failed?: true;
};

/** Decay of the weight of ranks; see `areaUnderRanks`. */
const decay = 0.5;

/**
 * Learns which optimizer finds most with the same number of evaluations, and starts it most often: `bandit(bipop(cmaes()), nelderMead(),
 * {})`. Each is tried once; then the one is next whose results rank best, plus a bonus that is larger the fewer evaluations it had (UCB1: Auer,
 * Cesa-Bianchi & Fischer, Mach. Learn. 47, 2002). Results are compared by ranks alone (`areaUnderRanks`), and fairly: a result is the best value of
 * as many runs as make up the evaluations of a run of the one whose runs are longest, so that ten short runs count as one long one.
 *
 * - Members may differ in where they start only: `bandit(lbfgs(), starting(lbfgs(), variableNeighbourhood()))`. What a run was given is no merit: of a run that starts
 *   near a known point (a `Move`), only a lower value than that point's counts.
 * - A run that failed counts as a long one, so that the cheapest member of all is not one whose runs fail at once.
 *
 * @throws GlompoError `GLOMPO_OPTION` if there is no optimizer, one is neither an optimizer choice nor a selector, or an option is wrong
 */
export function bandit(...given: readonly [...Member[], BanditOptions] | readonly Member[]): Selector {
  const last = given.at(-1);
  const isMember = typeof last !== 'object' || last === null || 'optimizer' in last || 'next' in last;
  return createBandit(isMember ? {} : last, (isMember ? given : given.slice(0, -1)) as readonly Member[]);
}

export function createBandit(given: unknown, members: readonly Member[]): Selector {
  const { exploration, remember } = parseOptions(banditOptions, given, name);
  if (members.length === 0) checkChoices([], name);
  return team<{ readonly ended: readonly Outcome[] }>({
    name,
    members,
    memory: { ended: [] },
    remember: notes => ({ ended: outcomesOf(notes, members.length) }),
    order: (view, { memory }) => bestFirst([...memory.ended, ...living(view)], members.length, exploration),
    ended: ({ ended }, run) => ({ ended: [...ended, outcomeOf(run, run.member)].slice(-remember) }),
  });
}

function living({ live }: StudyView): Outcome[] {
  return live.flatMap(run => {
    const member = memberOf(run.note);
    return member === undefined ? [] : [outcomeOf(run, member)];
  });
}

/** A run that was started near a known point has found that as little as one that found nothing, unless it found a lower value. */
function outcomeOf(
  { best, trials, origin, status }: Pick<EndedRun, 'best' | 'trials' | 'origin'> & Partial<Pick<EndedRun, 'status'>>,
  member: number,
): Outcome {
  const value = best?.value ?? Number.POSITIVE_INFINITY;
  const known = moveOf(origin)?.value ?? Number.POSITIVE_INFINITY;
  const found = value < known ? value : Number.POSITIVE_INFINITY;
  return { member, value: found, trials, ...(status === 'failed' && { failed: true }) };
}

/** All members, the one to be started next in front. */
function bestFirst(outcomes: readonly Outcome[], members: number, exploration: number): number[] {
  const of = (member: number) => outcomes.filter(outcome => outcome.member === member);
  const all = Array.from({ length: members }, (_, member) => of(member));
  const made = all.map(runs => runs.reduce((sum, { trials }) => sum + trials, 0));
  const unit = Math.max(1, ...all.map((runs, i) => (made[i] as number) / Math.max(1, runs.length)));
  // A run that failed counts as a long one: one that fails at once would be the cheapest of all, and tried for ever.
  const spent = all.map(runs =>
    runs.reduce((sum, { trials, failed }) => sum + (failed ? Math.max(trials, unit) : trials), 0),
  );
  const results = all.flatMap((runs, arm) => inPortions(runs, unit).map((value): Ranked => ({ arm, value })));
  const total = spent.reduce((sum, trials) => sum + trials, 0) / unit;
  const scores = all.map((runs, arm) => {
    if (runs.length === 0) return Number.POSITIVE_INFINITY;
    const portions = Math.max(1, spent[arm] as number) / unit;
    const bonus = Math.sqrt((2 * Math.log(Math.max(1, total))) / portions);
    return areaUnderRanks(results, arm, decay) + exploration * bonus;
  });
  return Array.from(all.keys()).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/** The best values of runs, one for as many of them as make up so many trials. What is left over counts if there is nothing else. */
function inPortions(runs: readonly Outcome[], unit: number): number[] {
  const portions: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  let made = 0;
  for (const { value, trials } of runs) {
    best = Math.min(best, value);
    made += trials;
    if (made < unit) continue;
    portions.push(best);
    best = Number.POSITIVE_INFINITY;
    made = 0;
  }
  return portions.length === 0 && runs.length > 0 ? [best] : portions;
}

function outcomesOf(notes: Plain, members: number): readonly Outcome[] {
  const { ended } = (typeof notes === 'object' && notes !== null ? notes : {}) as PlainObject;
  const fits = (outcome: Plain | undefined) => {
    const { member, value, trials } = (
      typeof outcome === 'object' && outcome !== null ? outcome : {}
    ) as Partial<Outcome>;
    return (
      Number.isInteger(member) && (member as number) < members && typeof value === 'number' && (trials as number) >= 0
    );
  };
  if (Array.isArray(ended) && ended.every(fits)) return ended as readonly Outcome[];
  throw new GlompoError('GLOMPO_STATE', `selector ${name}: what it remembers in the record is none of its notes`);
}
