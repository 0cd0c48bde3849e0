import { defineCondition } from '../conditions/define-condition.js';
import { figure, percent } from '../conditions/figures.js';
import type { HuntView, RunView } from '../contracts/view.js';

/** Values that are looked at in each third of the window: enough for a median and a tail, and few enough to cost some microseconds. */
const samples = 24;
/** In shorter windows nothing can be told from a pace … */
const shortest = 500;
/** … nor in less per dimension: an optimizer that learns a valley hardly sinks meanwhile. */
const shortestPerDimension = 100;
/** Where the study has no limit, a run is given so many times the trials that it has made. */
const timesItsAge = 10;
/** Chances below are not told apart in words. */
const tiny = 1e-4;

/**
 * Yes if the victim is unlikely to beat the hunter's best value with all the evaluations that the study has left. This is the predictive
 * termination criterion of T. Domhan, J. T. Springenberg and F. Hutter, "Speeding up automatic hyperparameter optimization of deep neural networks
 * by extrapolation of learning curves", IJCAI 2015, §3.3: a run is terminated if P(it exceeds the best) < 1 − `confidence`. Their
 * curves do not suit optimizers, so the forecast is another one, from the last w trials, w = min(`calls`, half of the trials):
 *
 * - **Where values are.** m is the median of the newest third, s the scale of its lower tail, taken as exponential, which is what
 *   excesses over a threshold tend to unless the tail is heavier (J. Pickands, "Statistical inference using extreme order statistics",
 *   Annals of Statistics 3, 1975): P(value < m − g) = ½ exp(−g / s). Of two estimates, from the least value and from the lower
 *   eighth, s is the larger one.
 * - **Where they go.** They sink at most at the pace p that they had: the greatest fall per trial, of the median and of the best value,
 *   over the last third and the last two thirds of the window. A course that slows down, exponentially or by a power law, lies
 *   above that line.
 * - **What is left.** R = `StudyView.remaining` evaluations, all of them the victim's. If there is no limit: ten times the trials that it has made.
 *
 * With g = m − p R − (the hunter's best value), the chance to beat it is at most ½ R exp(−g / s) (Boole's inequality). Yes if that
 * is below 1 − `confidence`. The bound is as good as the two assumptions: it is generous to whatever slows down, and wrong for what has
 * hardly sunk for `calls` trials and then sinks by itself.
 *
 * Both halves are needed. The best value of a large population of CMA-ES stays where it is for thousands of trials while the population contracts, and
 * then falls exponentially: what extrapolates the best value alone kills such runs. While the population is wide, s is large; while it
 * contracts, p is. Measured on courses of CMA-ES with seeds other than those by which it was chosen (populations of 1, 2 and 8 times the
 * default; Rastrigin, Schwefel, Ackley, Rosenbrock, Griewank in 10 dimensions; each against what others of its kind had found; details in
 * `docs/decisions.md`) it killed 16 of 29,457 that would have won, where Aitken's extrapolation of the best value over 3,000 trials killed 25 %, its
 * present pace 9 % and `bestUnmoving(3000)` 4 %. Of those that lost it saved 5 % of the evaluations: 13 to 16 % and 18 to 23 % for the large
 * populations on Rastrigin and Schwefel, 10 to 18 % for the small ones there, next to nothing where all courses end alike. With incumbents set just
 * above what a run went on to find (3,659, up to 40 dimensions) it killed 0.5 %: two runs that stood still at the entrance of Rosenbrock's valley.
 *
 * No with fewer trials than 2 × max(500, 100 per dimension) (2 × `calls`, if that is less), while more than half of the newest values are not finite, and
 * for a run that has the better value. It does not foresee restarts: an optimizer that restarts by itself is judged by the descent it is in.
 */
export const predictiveTermination = defineCondition({
  name: 'predictiveTermination',
  description: 'if the victim is unlikely to beat the hunter with the evaluations that are left',
  options: {
    confidence: {
      type: 'number',
      min: 0.5,
      below: 1,
      default: 0.95,
      description: 'how sure it must be that the victim fails',
    },
    calls: {
      type: 'integer',
      min: 3 * samples,
      default: 3000,
      description: 'how many trials back it looks, at most half of them all',
    },
  },
  first: 'confidence',
  lookback: ({ calls }) => calls,
  test({ study, hunter, victim }: HuntView, { confidence, calls }) {
    const incumbent = hunter.best?.value;
    const best = victim.best?.value;
    if (incumbent === undefined || best === undefined || best <= incumbent) return undefined;
    const window = Math.min(calls, Math.floor(victim.trials / 2));
    if (window < Math.min(calls, Math.max(shortest, shortestPerDimension * study.space.dimensions))) return undefined;
    const third = Math.floor(window / 3);
    const left = study.remaining === Number.POSITIVE_INFINITY ? timesItsAge * victim.trials : study.remaining;

    const newest = sorted(victim, 0, third);
    const m = medianOf(newest);
    let p = Math.max((victim.bestAgo(third) - best) / third, (victim.bestAgo(2 * third) - best) / (2 * third));
    const gap = () => m - p * left - incumbent;
    // What the best value allows need not be asked of the others.
    if (!(gap() > 0)) return undefined;
    for (const k of [third, 2 * third]) p = Math.max(p, (medianOf(sorted(victim, k, third)) - m) / k);
    const g = gap();
    if (!(g > 0)) return undefined;
    const s = tailOf(newest, m);
    const chance = Math.min(1, (Math.max(1, left) / 2) * Math.exp(-g / s));
    if (!(chance < 1 - confidence)) return undefined;
    const words = chance < tiny ? `below ${percent(tiny)}` : `at most ${percent(chance)}`;
    return {
      message: `the chance to beat ${figure(incumbent)} from ${figure(best)} in ${left} evaluations is ${words}`,
      data: { incumbent, best, median: m, pace: p, scale: s, remaining: left, chance },
    };
  },
});

/** Values of the `span` trials before the last `ago`, evenly spaced, the least first. */
function sorted(run: RunView, ago: number, span: number): Float64Array {
  const values = new Float64Array(samples);
  for (let i = 0; i < samples; i++) {
    const value = run.valueAgo(ago + Math.floor((i * span) / samples));
    let at = i;
    for (; at > 0 && (values[at - 1] as number) > value; at--) values[at] = values[at - 1] as number;
    values[at] = value;
  }
  return values;
}

function medianOf(values: Float64Array): number {
  return values[samples / 2] as number;
}

/** The scale of an exponential lower tail. */
function tailOf(values: Float64Array, median: number): number {
  const eighth = values[samples / 8] as number;
  return Math.max((median - (values[0] as number)) / Math.log(samples / 2), (median - eighth) / Math.log(4));
}
