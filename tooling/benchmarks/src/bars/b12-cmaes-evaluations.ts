import { defineBar } from '../bar.js';
import { type CmaesEvaluations, cmaesEvaluations } from '../cmaes-evaluations.js';
import { recordedPycma, runPycma } from '../pycma.js';
import { fisherLess, holm, median, ratioOfMediansUpTo } from '../statistics.js';

interface Cell {
  readonly name: CmaesEvaluations['function'];
  readonly n: number;
  readonly seeds: number;
}

const smooth = ['sphere', 'ellipsoid', 'rosenbrock'] as const;
const cells: readonly Cell[] = [
  ...smooth.flatMap(name => [10, 20, 40].map(n => ({ name, n, seeds: 100 }))),
  { name: 'cornered', n: 10, seeds: 100 },
  { name: 'cornered', n: 20, seeds: 100 },
  { name: 'rastrigin', n: 10, seeds: 30 },
  { name: 'rastrigin', n: 20, seeds: 15 },
];
const idOf = ({ name, n }: Cell) => `${name}${n}`;
/** A hundred seeds tell a twentieth where runs are alike; thirty tell nothing of it where restarts decide. */
const isJudged = ({ seeds }: Cell) => seeds === 100;
/** What is compared with the defaults, and where. */
const variants = [
  { id: 'Passive', what: 'without negative weights ÷ with them', options: { active: false }, of: smooth },
  { id: 'Penalty', what: 'a penalty ÷ the transformation', options: { boundary: 'penalty' }, of: ['cornered'] },
] as const;
const variantsOf = ({ name }: Cell) => variants.filter(({ of }) => (of as readonly string[]).includes(name));

const figuresOf = (all: readonly Cell[], suffix: string, figure: (cell: Cell) => object) =>
  Object.fromEntries(all.map(cell => [`${idOf(cell)}${suffix}`, figure(cell)]));

/** Those that were successful. */
const found = (counts: readonly (number | null)[]) => counts.filter(count => count !== null);

export default defineBar({
  id: 'B12',
  what: "CMA-ES, evaluations to 1e-9: ours ÷ pycma's, medians of successful runs, 100 seeds each (BIPOP on Rastrigin's function: 30 and 15)",
  seconds: 400,
  figures: {
    ...figuresOf(cells.filter(isJudged), '', ({ name, n }) => ({
      what: `${name}, n = ${n}: upper 95 % limit`,
      unit: 'ratio',
      reach: { atMost: 1.05 },
    })),
    success: {
      what: 'of "success is lower", one-sided, the smallest (Fisher, Holm)',
      unit: 'p',
      reach: { atLeast: 0.05 },
    },
    ...figuresOf(cells, 'Median', ({ name, n }) => ({ what: `${name}, n = ${n}: the ratio itself`, unit: 'ratio' })),
    ...figuresOf(cells, 'Solved', ({ name, n }) => ({ what: `${name}, n = ${n}: solved by ours`, unit: 'ratio' })),
    ...Object.assign(
      {},
      ...cells.flatMap(cell =>
        variantsOf(cell).map(({ id, what }) => ({ [`${idOf(cell)}${id}`]: { what, unit: 'ratio' } })),
      ),
    ),
  },
  async measure(session) {
    const samples: Record<string, readonly number[]> = {};
    const lower: number[] = [];
    for (const cell of session.smoke ? cells.slice(0, 1) : cells) {
      const { name, n } = cell;
      const id = idOf(cell);
      const seeds = session.count(cell.seeds);
      const setup: CmaesEvaluations = { function: name, dimensions: n, firstSeed: 10_000, seeds };
      const ours = await session.measure(id, cmaesEvaluations, setup);
      if (ours === undefined) continue;
      const own = found(ours);
      samples[`${id}Solved`] = [own.length / ours.length];
      for (const variant of variantsOf(cell)) {
        const counts = await session.measure(id, cmaesEvaluations, { ...setup, options: variant.options });
        if (counts) samples[`${id}${variant.id}`] = [median(found(counts)) / median(own)];
      }
      // Recorded for as many seeds as there are here; measured anew where it takes no time.
      const recorded = recordedPycma().evaluations[name]?.[n];
      const theirs = recorded ?? (await runPycma<(number | null)[]>('pycma-evaluations', [name, n, 1, seeds])) ?? [];
      if (recorded === undefined) session.note(`${id} of pycma was not recorded`);
      if (theirs.length === 0) continue;
      const other = found(theirs);
      if (isJudged(cell)) samples[id] = [ratioOfMediansUpTo(0.95, own, other)];
      samples[`${id}Median`] = [median(own) / median(other)];
      lower.push(fisherLess([own.length, ours.length], [other.length, theirs.length]));
    }
    return { ...samples, success: lower.length > 0 ? [Math.min(...holm(lower))] : [] };
  },
});
