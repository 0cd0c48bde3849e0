import type { Start, StartContext, StartPoints } from '../contracts/decision.js';
import type { Plain } from '../contracts/plain.js';
import type { Random } from '../contracts/random.js';
import type { EndedRun, StudyView } from '../contracts/view.js';
import { GlompoError } from '../errors/glompo-error.js';
import { definePart } from '../grammar/part.js';
import { defineOptions, type Parsed } from '../options/options.js';
import type { SearchSpace } from '../space/search-space.js';
import { AdaptiveStep } from './adaptive-step.js';
import { spaceOf, uniformPoint } from './space-of.js';
import { Walker } from './walker.js';

const name = 'basinHopping';
const options = defineOptions({
  temperature: { type: 'number', min: 0, default: 1, description: 'T' },
  step: { type: 'number', above: 0, max: 1, default: 0.1, description: 'step' },
  absoluteStep: { type: 'number', above: 0, optional: true, description: 'step' },
  walkers: { type: 'integer', min: 1, default: 4, description: 'walkers' },
  acceptance: { type: 'number', above: 0, below: 1, optional: true, description: 'ratio' },
  patience: { type: 'integer', min: 1, optional: true, description: 'patience' },
});

export const basinHopping = definePart({
  name,
  description: 'Starts runs at perturbed minima of Metropolis walkers.',
  options,
  first: 'temperature',
  create: options => begin(options),
});

function begin(options: Parsed<typeof options_>): StartPoints {
  const walks = new Walks(options);
  return {
    name,
    begin: () => begin(options),
    next: (view, context) => walks.next(view, context),
    ended: (run, _view, random) => walks.ended(run, random),
  };
}
declare const options_: typeof options;

class Walks {
  readonly #options: Parsed<typeof options>;
  readonly #walkers: Walker[] = [];
  readonly step: AdaptiveStep;

  constructor(options: Parsed<typeof options_>) {
    this.#options = options;
    this.step = new AdaptiveStep(options.acceptance, 1e9);
  }

  next(view: StudyView, { random }: StartContext): Start {
    const space = spaceOf(view);
    let id = 0;
    if (this.#walkers.length < this.#options.walkers && this.#walkers.every(w => w.out > 0)) {
      id = this.#walkers.push(new Walker()) - 1;
    } else {
      for (let i = 0; i < this.#walkers.length; i++) {
        const a = this.#walkers[i]!,
          b = this.#walkers[id]!;
        if (a.out < b.out || (a.out === b.out && a.moves < b.moves)) id = i;
      }
    }
    const w = this.#walkers[id]!;
    if (this.#options.patience && w.unimproved >= this.#options.patience) w.restart();
    w.out++;
    w.moves++;
    const origin = { rule: name, walker: id };
    if (!w.current) return { point: space.toTask(uniformPoint(space, random)), origin };
    const x = space.toSearch(w.current.point.slice());
    for (let i = 0; i < x.length; i++) {
      const lo = space.low[i]!,
        hi = space.high[i]!;
      const s = (this.#options.absoluteStep ?? this.#options.step * (hi - lo)) * this.step.scale;
      let v = x[i]! + s * (2 * random.uniform() - 1);
      if (v < lo) v = 2 * lo - v;
      if (v > hi) v = 2 * hi - v;
      x[i] = Math.min(hi, Math.max(lo, v));
    }
    return { point: space.toTask(x), origin };
  }

  ended(run: EndedRun, random: Random): void {
    const o = run.origin as { walker: number } | undefined;
    if (!o) return;
    const w = this.#walkers[o.walker]!;
    w.out--;
    this.step.moved(w.judge(run.best, this.#options.temperature, random));
  }
}
