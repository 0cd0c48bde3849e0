import type { Start, StartPoints } from '../contracts/decision.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { definePart } from '../grammar/part.js';
import { defineOptions, type Parsed } from '../options/options.js';
import type { SearchSpace } from '../space/search-space.js';
import { type KnownRun, KnownRuns } from './known-runs.js';
import { type Remembering, remembering } from './remembering.js';
import { ofRange, spaceOf, uniformPoint } from './space-of.js';
import { uniformMove } from './uniform-move.js';

const name = 'basinHoppingIncumbent';
const options = defineOptions({
  temperature: {
    type: 'number',
    min: 0,
    default: 1,
    description:
      "how much worse than the incumbent another run's best may be to be taken with probability 1/e, in the objective's units",
  },
  step: {
    type: 'number',
    above: 0,
    max: 1,
    default: 0.1,
    description: 'largest change of a coordinate at first, as a fraction of its range',
  },
  absoluteStep: {
    type: 'number',
    above: 0,
    optional: true,
    description: "the same in the parameters' own units (decades for logarithmic ones), instead of step",
  },
  acceptance: {
    type: 'number',
    min: 0,
    max: 1,
    default: 0.5,
    description: 'the wanted ratio of accepted places to runs started',
  },
  interval: { type: 'integer', min: 1, default: 5, description: 'starts from one change of the step to the next' },
  factor: {
    type: 'number',
    above: 0,
    below: 1,
    default: 0.9,
    description: 'what the step is multiplied by where too little is accepted, and divided by where too much is',
  },
  remember: { type: 'integer', min: 1, default: 20, description: 'ended runs that are remembered, the best ones' },
});
type Options = Parsed<typeof options>;

/**
 * Basin hopping as GloMPO knows it: one place for the whole study, the incumbent. Before each start, one of the other runs, drawn with the
 * same probability, may lend its own best point instead, with probability exp(−ΔE / T) for a value that is worse by ΔE (Metropolis'
 * rule), so that now and then a run starts elsewhere. The run starts there with each coordinate changed by a uniform number within ± the
 * step. (`basinHopping` is the rule of the literature: walkers that go from minimum to minimum.)
 *
 * - Other runs are those alive, and the `remember` best of those that have ended.
 * - Places that count as accepted: an incumbent that another run has found than the one before, and the point of another run. Every
 *   `interval` starts the step is divided by `factor` if they are more than `acceptance` of all starts, multiplied if less; at most the range.
 * - Steps are taken in search coordinates and reflected at the bounds; start points come with the suggestion to search within the
 *   step (standard deviation: step / √3). While nothing was found: anywhere in the box.
 */
export const basinHoppingIncumbent = definePart({
  name,
  description: "Starts each run near the incumbent, or by a Metropolis chance near another run's best, as GloMPO does.",
  options,
  first: 'temperature',
  create: (parsed): StartPoints => remembering(name, notes => new Hopping(parsed, notes as Notes | undefined)),
});

type Notes = {
  readonly runs: readonly KnownRun[];
  readonly scale: number;
  readonly started: number;
  readonly accepted: number;
  /** The run that had found the incumbent at the last start. */
  readonly finder: number | null;
};

class Hopping implements Remembering {
  readonly #options: Options;
  readonly #runs: KnownRuns;
  #scale: number;
  #started: number;
  #accepted: number;
  #finder: number | undefined;

  constructor(parsed: Options, notes?: Notes) {
    this.#options = parsed;
    this.#runs = new KnownRuns(parsed.remember, notes?.runs);
    this.#scale = notes?.scale ?? 1;
    this.#started = notes?.started ?? 0;
    this.#accepted = notes?.accepted ?? 0;
    this.#finder = notes?.finder ?? undefined;
  }

  get notes(): Notes {
    const finder = this.#finder ?? null;
    return { runs: this.#runs.notes, scale: this.#scale, started: this.#started, accepted: this.#accepted, finder };
  }

  ended(run: EndedRun): void {
    this.#runs.ended(run);
  }

  next(view: StudyView, random: Random): Start {
    const space = spaceOf(view);
    const { incumbent } = view;
    if (incumbent === undefined) return { point: space.toTask(uniformPoint(space, random)) };
    const place = this.#place(view, incumbent, random);
    this.#started++;
    if (this.#started % this.#options.interval === 0) this.#adapt(space);
    const message = `near the best point of run ${place.run}, ${place.value}`;
    return {
      ...uniformMove(place.point, this.#steps(space), { space, random }),
      reason: { by: name, message, data: { run: place.run, value: place.value } },
    };
  }

  #place(view: StudyView, incumbent: KnownRun, random: Random): KnownRun {
    // The first incumbent is where it begins, and nothing that was accepted.
    if (this.#finder !== undefined && incumbent.run !== this.#finder) this.#accepted++;
    this.#finder = incumbent.run;
    const others = this.#runs.all(view).filter(({ run }) => run !== incumbent.run);
    if (others.length === 0) return incumbent;
    const other = others[random.integer(others.length)] as KnownRun;
    const rise = other.value - incumbent.value;
    if (rise > 0 && random.uniform() >= Math.exp(-rise / this.#options.temperature)) return incumbent;
    this.#accepted++;
    return other;
  }

  #adapt(space: SearchSpace): void {
    const { acceptance, factor } = this.#options;
    const ratio = this.#accepted / this.#started;
    const range = ofRange(space, 1);
    if (ratio < acceptance) this.#scale *= factor;
    else if (ratio > acceptance && this.#steps(space).some((step, i) => step < (range[i] as number)))
      this.#scale /= factor;
  }

  #steps(space: SearchSpace): Float64Array {
    const { step, absoluteStep } = this.#options;
    return ofRange(space, 1).map(range => Math.min(range, (absoluteStep ?? step * range) * this.#scale));
  }
}
