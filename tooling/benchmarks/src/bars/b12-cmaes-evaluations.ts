import { defineBar } from '../bar.js';
import { type CmaesEvaluations, cmaesEvaluations, functionNames } from '../cmaes-evaluations.js';
import { recordedPycma, runPycma } from '../pycma.js';
import { fisherLess, holm, median, ratioOfMediansUpTo } from '../statistics.js';

const dimensions = [10, 20, 40] as const;
const cells = functionNames.flatMap(name => dimensions.map(n => [name, n] as const));
const seeds = 100;

const ratios = Object.fromEntries(
  cells.map(([name, n]) => [
    `${name}${n}`,
    { what: `${name}, n = ${n}: upper 95 % limit`, unit: 'ratio', reach: { atMost: 1.05 } },
  ]),
);
const medians = Object.fromEntries(
  cells.map(([name, n]) => [`${name}${n}Median`, { what: 'the ratio itself', unit: 'ratio' }]),
);
const passive = Object.fromEntries(
  cells.map(([name, n]) => [`${name}${n}Passive`, { what: 'without negative weights ÷ with them', unit: 'ratio' }]),
);

/** Those that were successful. */
const found = (counts: readonly (number | null)[]) => counts.filter(count => count !== null);

export default defineBar({
  id: 'B12',
  what: `CMA-ES, evaluations to 1e-9: ours ÷ pycma's, medians of successful runs, ${seeds} seeds each`,
  seconds: 150,
  figures: {
    ...ratios,
    success: {
      what: 'of "success is lower", one-sided, the smallest (Fisher, Holm)',
      unit: 'p',
      reach: { atLeast: 0.05 },
    },
    ...medians,
    ...passive,
  },
  async measure(session) {
    const samples: Record<string, readonly number[]> = {};
    const lower: number[] = [];
    const count = session.count(seeds);
    for (const [name, n] of session.smoke ? cells.slice(0, 1) : cells) {
      const setup: CmaesEvaluations = { function: name, dimensions: n, firstSeed: 10_000, seeds: count };
      const ours = await session.measure(`${name}${n}`, cmaesEvaluations, setup);
      const without = await session.measure(`${name}${n}`, cmaesEvaluations, { ...setup, options: { active: false } });
      if (ours === undefined || without === undefined) continue;
      // Recorded for as many seeds as there are here; measured anew where it takes no time.
      const recorded = recordedPycma().evaluations[name]?.[n];
      const theirs = recorded ?? (await runPycma<(number | null)[]>('pycma-evaluations', [name, n, 1, count])) ?? [];
      if (recorded === undefined) session.note(`${name}${n} of pycma was not recorded`);
      if (theirs.length === 0) continue;
      const [own, other] = [found(ours), found(theirs)];
      samples[`${name}${n}`] = [ratioOfMediansUpTo(0.95, own, other)];
      samples[`${name}${n}Median`] = [median(own) / median(other)];
      samples[`${name}${n}Passive`] = [median(found(without)) / median(own)];
      lower.push(fisherLess([own.length, ours.length], [other.length, theirs.length]));
    }
    return { ...samples, success: lower.length > 0 ? [Math.min(...holm(lower))] : [] };
  },
});
