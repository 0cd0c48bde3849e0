import { figure } from '../conditions/figures.js';
import type { Start, StartPoints } from '../contracts/decision.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { definePart } from '../grammar/part.js';
import { defineOptions, type Parsed } from '../options/options.js';
import { type Remembering, remembering } from './remembering.js';
import { fractionsOf, pointAt, spaceOf, uniformPoint } from './space-of.js';
import { TypicalChange, type TypicalChangeNotes } from './typical-change.js';
import { cooling, visit, widthAt } from './visiting-distribution.js';
import type { Minimum } from './walker.js';

const name = 'annealing';
const options = defineOptions({
  step: {
    type: 'number',
    above: 0,
    default: 0.2,
    description: 'width of the first jumps, as a fraction of the ranges',
  },
  visiting: {
    type: 'number',
    above: 1,
    below: 3,
    default: 2,
    description:
      'how long the tails of jumps are: near 1 normal, 2 Cauchy, above 2 longer (q of the visiting distribution)',
  },
  acceptance: {
    type: 'number',
    default: -5,
    description:
      'how sharply what is worse is refused: 1 as Metropolis does, below 1 sharper, with a limit (q of acceptance)',
  },
  temperature: {
    type: 'number',
    min: 0,
    optional: true,
    description:
      "temperature of the first move, in the objective's units (absent: 10 times how much the minima so far differed from each other, in the mean without outliers)",
  },
  restart: {
    type: 'number',
    above: 0,
    below: 1,
    default: 2e-5,
    description:
      'where the temperature has fallen to this fraction of the first, it all begins anew from a random point',
  },
});
type Options = Parsed<typeof options>;

/** So many times the mean change is the temperature of the first move, where none is given: hot enough for most of them. */
const hot = 10;
/** What is further away than this, in ranges, is nowhere in particular: its digits after the point are lost. */
const far = 2 ** 40;

/**
 * Generalised simulated annealing (C. Tsallis & D. A. Stariolo, Physica A 233, 395 (1996); Y. Xiang, D. Y. Sun, W. Fan & X. G. Gong, Phys.
 * Lett. A 233, 216 (1997)) whose moves are runs: a run starts at a jump from where the annealing stands, and where the run ends the annealing
 * goes, or not. No evaluations are made beside those of the runs.
 *
 * - It begins where a run from a random point ends. Runs that another rule such as `given` has started move it if they ended lower.
 * - Jumps are those of the visiting distribution with index `visiting`, all coordinates at once, in fractions of the ranges and search
 *   coordinates; reflected at the bounds as often as it takes. At move k their width is `step` · τ(k)^(1 / (3 − q)), with the temperature
 *   τ(k) = (2^(q−1) − 1) / ((1 + k)^(q−1) − 1): for q = 2, `step` / k. The chance of a jump across the box falls as 1 / k.
 * - What is lower is accepted, and what is higher by ΔE with probability [1 − (1 − q_a) ΔE / T]^(1 / (1 − q_a)), or 0 where that is no
 *   probability, with q_a = `acceptance` and T = `temperature` · τ(k); q_a = 1 is exp(−ΔE / T). A run without a value is a refused move.
 * - Several moves may be out at once: each is judged against where the annealing stands when its run ends.
 * - As soon as τ is below `restart`, the annealing is hot again and begins at a random point.
 */
export const annealing = definePart({
  name,
  description:
    'Starts each run at a jump from where a simulated annealing stands, which moves to where the run ends, or not.',
  options,
  first: 'step',
  create: (parsed): StartPoints => remembering(name, notes => new Annealing(parsed, notes as Notes | undefined)),
});

/** The probability that a value is accepted that is worse by `rise`. */
export function acceptanceProbability(rise: number, temperature: number, q: number): number {
  if (rise <= 0 || temperature === Number.POSITIVE_INFINITY) return 1;
  if (q === 1) return Math.exp(-rise / temperature);
  const base = 1 - ((1 - q) * rise) / temperature;
  return base <= 0 ? 0 : base ** (1 / (1 - q));
}

type Notes = {
  /** How often it has begun anew. */
  readonly chain: number;
  /** Moves since. */
  readonly moves: number;
  readonly current: { readonly value: number; readonly point: Float64Array } | null;
  readonly change: TypicalChangeNotes;
};

class Annealing implements Remembering {
  readonly #options: Options;
  #chain: number;
  #moves: number;
  #current: Minimum | undefined;
  /** The mean of all moves. */
  readonly #change = new TypicalChange(0);

  constructor(parsed: Options, notes?: Notes) {
    this.#options = parsed;
    this.#chain = notes?.chain ?? 1;
    this.#moves = notes?.moves ?? 0;
    this.#current = notes?.current ?? undefined;
    if (notes) this.#change.restore(notes.change);
  }

  get notes(): Notes {
    const { value, point } = this.#current ?? {};
    const current = value === undefined || point === undefined ? null : { value, point };
    return { chain: this.#chain, moves: this.#moves, current, change: this.#change.notes };
  }

  next(view: StudyView, random: Random): Start {
    const { visiting, step, restart } = this.#options;
    const space = spaceOf(view);
    if (this.#current && cooling(visiting, this.#moves + 1) < restart) {
      this.#chain++;
      this.#moves = 0;
      this.#current = undefined;
    }
    if (this.#current === undefined) {
      const reason = { by: name, message: 'from a random point' };
      const origin = { rule: name, chain: this.#chain, move: 0 };
      return { point: space.toTask(uniformPoint(space, random)), reason, origin };
    }
    const { value, point } = this.#current;
    const move = ++this.#moves;
    const temperature = cooling(visiting, move);
    const width = step * widthAt(visiting, temperature);
    const at = fractionsOf(space.toSearch(point.slice()), space);
    const jump = visit(visiting, space.dimensions, random);
    const to = at.map((from, i) => folded(from + width * (jump[i] as number), random));
    return {
      point: space.toTask(pointAt(space, i => to[i] as number)),
      reason: {
        by: name,
        message: `move ${move}, from ${value}, at ${figure(temperature)} of the first temperature`,
        data: { from: value, temperature },
      },
      origin: { rule: name, chain: this.#chain, move },
    };
  }

  ended({ best, origin }: EndedRun, random: Random): void {
    const found = best !== undefined && Number.isFinite(best.value) ? best : undefined;
    const { rule, chain, move } = (origin ?? {}) as { readonly [key: string]: unknown };
    const own = rule === name;
    // What is left of an annealing before says nothing of this one.
    if (found === undefined || (own && chain !== this.#chain)) return;
    if (!own || this.#current === undefined) {
      if (this.#current === undefined || found.value < this.#current.value) this.#current = found;
      return;
    }
    const rise = found.value - this.#current.value;
    this.#change.saw(rise);
    const chance = acceptanceProbability(rise, this.#temperatureAt(Number(move)), this.#options.acceptance);
    if (chance >= 1 || (chance > 0 && random.uniform() < chance)) this.#current = found;
  }

  #temperatureAt(move: number): number {
    const { temperature, visiting } = this.#options;
    return (temperature ?? Math.min(Number.MAX_VALUE, hot * this.#change.mean)) * cooling(visiting, Math.max(1, move));
  }
}

/** A fraction of the range, reflected at both ends until it is one. */
function folded(x: number, random: Random): number {
  if (!(Math.abs(x) < far)) return random.uniform();
  const within = Math.abs(x) % 2;
  return within > 1 ? 2 - within : within;
}
