import type { Start, StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { definePart } from '../grammar/part.js';
import { drawAllowance, hasReturned, type Move, moveOf } from '../moves/move.js';
import { defineOptions, type Parsed } from '../options/options.js';
import { largestDistance } from '../space/largest-distance.js';
import type { SearchSpace } from '../space/search-space.js';
import { AdaptiveScale } from './adaptive-scale.js';
import { AdaptiveTemperature } from './adaptive-temperature.js';
import { Paving, type PavingNotes } from './paving.js';
import { type Remembering, remembering } from './remembering.js';
import { ofRange, spaceOf, uniformPoint } from './space-of.js';
import { uniformMove } from './uniform-move.js';
import { type Minimum, Walker, type WalkerNotes } from './walker.js';

const name = 'basinHopping';
const options = defineOptions({
  temperature: {
    type: 'number',
    min: 0,
    optional: true,
    description:
      "how much worse a minimum may be to be accepted with probability 1/e, in the objective's units (absent: adapted)",
  },
  step: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.1,
    description: 'largest change of a coordinate in one move, as a fraction of its range',
  },
  absoluteStep: {
    type: 'number',
    above: 0,
    optional: true,
    description: "the same in the parameters' own units (decades for logarithmic ones), instead of step",
  },
  walkers: { type: 'integer', min: 1, default: 4, description: 'how many walks there are' },
  adaptStep: {
    type: 'boolean',
    default: false,
    description: 'whether the step seeks the wanted acceptance; needs a temperature',
  },
  acceptance: {
    type: 'number',
    above: 0,
    below: 1,
    default: 0.5,
    description: 'the fraction of moves to be accepted, where the step or the temperature adapts',
  },
  paving: {
    type: 'number',
    min: 0,
    default: 0,
    description:
      'how much less a walk is drawn to where walks have stood, for each move, as a fraction of the temperature; needs one (0: not at all)',
  },
  patience: {
    type: 'integer',
    min: 1,
    optional: true,
    description: 'a walk without a new best value for so many moves begins anew at a random point (absent: never)',
  },
});
type Options = Parsed<typeof options>;

/**
 * Basin hopping (D. J. Wales & J. P. K. Doye, J. Phys. Chem. A 101, 5111 (1997); Monte Carlo minimisation, Z. Li & H. A. Scheraga,
 * PNAS 84, 6611 (1987)): walkers go from minimum to minimum of the objective. A run of a local optimizer is a move: it starts at the
 * walker's minimum with each coordinate changed by a uniform number within ± the step, and where it ends the walker goes, or not,
 * by Metropolis' rule at the temperature T: always to a lower value, with probability exp(−ΔE / T) to one higher by ΔE.
 * Acceptance is between a walker's own minima; walkers know nothing of each other or of the incumbent.
 *
 * - A walker begins with a run from a random point, whose end it accepts whatever it is. A run that was started by another rule, such as
 *   `given`, becomes the beginning of a walker if there are fewer than `walkers`.
 * - Steps are taken in search coordinates (logarithms of logarithmic parameters) and reflected at the bounds. Start points come with
 *   the suggestion to search within the step (standard deviation: step / √3).
 * - How much higher a move may end is drawn when it starts, which comes to the same, and stands in its `Start.origin` (`Move`), so that the hunter `settledMove` can
 *   kill it when its fate is clear.
 * - A run that was killed, stopped or has failed is judged by its best value like any other; one without a value is a rejected move. But one that was
 *   killed on its way back (`hasReturned`) leaves the walker where it is, as its end would have.
 * - With more live runs than walkers, a walker has several moves out at once, each from the minimum that it stood on then, and
 *   judged against the one it stands on when the move ends. A free walker goes first, then the one with the fewest moves out.
 * - Without a `temperature` it adapts, whatever the scale of the objective, so that the fraction `acceptance` of the moves to another
 *   minimum is accepted. With `adaptStep` the step does so, at the given temperature, and returns to the same minimum count as
 *   accepted (as Wales & Doye did, for 0.5). All walkers share what adapts.
 * - With `paving`, acceptance is between values that are raised for each move after which a walk stood there (energy landscape paving, U. H. E. Hansmann & L. T. Wille,
 *   Phys. Rev. Lett. 88, 068105 (2002)): no walk stays in one funnel for ever. All walkers share what is paved.
 */
export const basinHopping = definePart({
  name,
  description: 'Starts each run near the minimum of a Metropolis walker, which moves to where the run ends, or not.',
  options,
  first: 'temperature',
  create: (parsed): StartPoints => {
    check(parsed);
    return remembering(name, notes => new BasinHopping(parsed, notes as Notes | undefined));
  },
});

function check(parsed: Options): void {
  if (parsed.temperature !== undefined) return;
  const needs = parsed.adaptStep ? 'adaptStep' : parsed.paving > 0 ? 'paving' : undefined;
  if (needs === undefined) return;
  throw new GlompoError(
    'GLOMPO_OPTION',
    `${name}: temperature: is required with ${needs}: ${options.temperature.description}`,
  );
}

type Notes = {
  readonly walkers: readonly WalkerNotes[];
  readonly last: number;
  readonly temperature: Plain;
  readonly scale: number | null;
  /** Absent in records of earlier versions. */
  readonly paving?: PavingNotes;
};

class BasinHopping implements Remembering {
  readonly #options: Options;
  readonly #walkers = new Map<number, Walker>();
  readonly #stepScale: AdaptiveScale | undefined;
  readonly #temperature: AdaptiveTemperature;
  readonly #paving: Paving;
  #lastWalker = 0;

  constructor(parsed: Options, notes?: Notes) {
    const { step, acceptance, adaptStep, paving, temperature = 0 } = parsed;
    this.#options = parsed;
    this.#temperature = new AdaptiveTemperature(acceptance);
    this.#paving = new Paving(paving, temperature, notes?.paving);
    if (adaptStep) this.#stepScale = new AdaptiveScale(acceptance, { sign: 1, largest: 1 / step });
    if (notes === undefined) return;
    this.#lastWalker = notes.last;
    for (const walker of notes.walkers) this.#walkers.set(walker.id, Walker.of(walker));
    this.#temperature.restore(notes.temperature);
    if (notes.scale !== null) this.#stepScale?.restore(notes.scale);
  }

  get notes(): Notes {
    return {
      walkers: Array.from(this.#walkers.values(), walker => walker.notes),
      last: this.#lastWalker,
      temperature: this.#temperature.notes,
      scale: this.#stepScale?.value ?? null,
      ...(this.#options.paving > 0 && { paving: this.#paving.notes }),
    };
  }

  next(view: StudyView, random: Random): Start {
    const space = spaceOf(view);
    const walker = this.#freest();
    walker.out++;
    walker.moves++;
    const origin = { rule: name, walker: walker.id, move: walker.moves };
    const who = `move ${walker.moves} of walker ${walker.id}`;
    if (walker.current === undefined) {
      const reason = { by: name, message: `${who}, from a random point` };
      return { point: space.toTask(uniformPoint(space, random)), reason, origin };
    }
    const { value, point } = walker.current;
    const start = uniformMove(point, this.#step(space), { space, random });
    const temperature = this.#currentTemperature;
    const metropolis: Move = {
      from: point,
      value,
      allowance: drawAllowance(temperature, random) + this.#paving.heightAt(value),
      temperature,
      reach: largestDistance(view.space, point, start.point),
    };
    return {
      ...start,
      reason: { by: name, message: `${who}, from ${value}`, data: { from: value } },
      origin: { ...origin, metropolis },
    };
  }

  ended({ best, origin, status }: EndedRun, random: Random, { space }: StudyView): void {
    const found = best !== undefined && Number.isFinite(best.value) ? best : undefined;
    const walker = this.#walkerOf(origin);
    if (walker === undefined) {
      const foreign = (origin as { readonly rule?: unknown } | undefined)?.rule !== name;
      if (foreign && found && this.#walkers.size < this.#options.walkers) this.#newWalker(found);
      return;
    }
    walker.out--;
    const move = moveOf(origin);
    const killed = status === 'killed' && found !== undefined && move !== undefined;
    // A lower value is no return, and of a walker that has gone on meanwhile it is not known where it would have been.
    const same = killed && found.value >= move.value && move.value === walker.current?.value;
    if (same && hasReturned(move, found.point, space)) {
      walker.returned();
      this.#stepScale?.moved(true);
    } else {
      this.#judge(walker, found, { move, random });
    }
    if (walker.current) this.#paving.stoodAt(walker.current.value);
    if (walker.sinceBest >= (this.#options.patience ?? Number.POSITIVE_INFINITY)) this.#walkers.delete(walker.id);
  }

  #judge(
    walker: Walker,
    found: Minimum | undefined,
    { move, random }: { move: Move | undefined; random: Random },
  ): void {
    const first = walker.current === undefined;
    const rise = found && !first ? walker.riseTo(found) : 0;
    if (found && !first) this.#temperature.saw(rise);
    const allowance = move?.allowance ?? drawAllowance(this.#currentTemperature, random);
    const accepted = walker.judge(found, allowance - (found ? this.#paving.heightAt(found.value) : 0));
    if (first) return;
    this.#stepScale?.moved(accepted);
    this.#temperature.moved(rise, accepted);
  }

  get #currentTemperature(): number {
    return this.#options.temperature ?? this.#temperature.value;
  }

  #freest(): Walker {
    let freest: Walker | undefined;
    for (const walker of this.#walkers.values()) {
      if (!freest || walker.out < freest.out || (walker.out === freest.out && walker.moves < freest.moves))
        freest = walker;
    }
    const more = this.#walkers.size < this.#options.walkers && (freest?.out ?? 1) > 0;
    return freest === undefined || more ? this.#newWalker() : freest;
  }

  #newWalker(current?: Minimum): Walker {
    const walker = new Walker(++this.#lastWalker, current);
    this.#walkers.set(walker.id, walker);
    return walker;
  }

  #walkerOf(origin: EndedRun['origin']): Walker | undefined {
    const { rule, walker } = (origin ?? {}) as { readonly rule?: unknown; readonly walker?: unknown };
    return rule === name && typeof walker === 'number' ? this.#walkers.get(walker) : undefined;
  }

  #step(space: SearchSpace): Float64Array {
    const { step, absoluteStep } = this.#options;
    const scale = this.#stepScale?.value ?? 1;
    if (absoluteStep === undefined) return ofRange(space, step * scale);
    return ofRange(space, 1).map(range => Math.min(range, absoluteStep * scale));
  }
}
