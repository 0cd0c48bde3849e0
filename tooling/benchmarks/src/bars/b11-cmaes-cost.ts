import { defineBar } from '../bar.js';
import { cmaesCost } from '../cmaes-cost.js';
import { recordedPycma, runPycma } from '../pycma.js';

/** Dimensions, with how many times faster than pycma a generation must be. */
const wanted = { 2: 10, 10: 10, 20: 10, 40: 5, 100: 1, 200: 1, 400: 1 } as const;
const dimensions = Object.keys(wanted).map(Number);
const largest = 1_000;

const faster = Object.fromEntries(
  Object.entries(wanted).map(([n, least]) => [`n${n}`, { what: `n = ${n}`, unit: 'ratio', reach: { atLeast: least } }]),
);
const own = Object.fromEntries(
  [...dimensions, largest].map(n => [`own${n}`, { what: `a generation of ours, n = ${n}`, unit: 'µs' }]),
);
const snapshots = Object.fromEntries(
  [...dimensions, largest].map(n => [`snapshot${n}`, { what: `a snapshot, n = ${n}`, unit: 'µs' }]),
);

export default defineBar({
  id: 'B11',
  what: "CMA-ES, ask and tell of one generation without the evaluations: pycma's time ÷ ours, minima",
  seconds: 60,
  figures: { ...faster, ...own, ...snapshots },
  async measure(session) {
    const samples: Record<string, number[]> = {};
    const add = (name: string, value: number) => {
      samples[name] = [...(samples[name] ?? []), value];
    };
    const sizes = session.smoke ? dimensions.slice(0, 2) : dimensions;
    for (let round = 0; round < session.rounds(3); round++) {
      const ours = await session.measure('cmaes', cmaesCost, {
        dimensions: session.smoke ? sizes : [...sizes, largest],
      });
      if (ours === undefined) continue;
      const measured = await runPycma<Record<string, number>>('pycma-cost', sizes);
      const recorded = recordedPycma();
      if (measured === undefined)
        session.note(
          `pycma is not importable (PYTHONPATH): its times are those recorded on ${recorded.machine}, version ${recorded.version}`,
        );
      const theirs = measured ?? recorded.cost;
      for (const [n, { generation, snapshot }] of Object.entries(ours)) {
        add(`own${n}`, generation);
        add(`snapshot${n}`, snapshot);
        if (theirs[n] !== undefined) add(`n${n}`, theirs[n] / generation);
      }
    }
    return samples;
  },
});
