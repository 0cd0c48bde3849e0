import type { Optimizer, Proposal } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ensureSame } from '../cases/expect.js';
import { failing, ripples } from './objective.js';
import { boxOf, chance, create, isAsynchronous, type OptimizerSubject } from './subject.js';

const setting = boxOf(3);
const objective = failing(ripples(setting.space), trial => trial % 7 === 3);

/** What an asynchronous optimizer makes of results that come in any order. Any other is told in ask order: nothing to ask of it. */
export const arrivalLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'if asynchronous, is told in any order, and goes on from a snapshot first with what is outstanding, in ask order',
    async check(subject) {
      if (!isAsynchronous(subject)) return;
      const random = chance(subject, 70);
      for (let i = 0; i < 12; i++) await ensureGoesOn(subject, random.integer(subject.trials));
    },
  },
];

/** After so many steps a restored optimizer is asked and told alongside. */
async function ensureGoesOn(subject: OptimizerSubject, moment: number): Promise<void> {
  const random = chance(subject, 71);
  const outstanding: Float64Array[] = [];
  let told = 0;
  const step = (optimizers: readonly Optimizer[]) => {
    if (outstanding.length === 0 || random.uniform() < 0.3) {
      const limit = 1 + random.integer(12);
      const [points = [], ...others] = optimizers.map(optimizer => copies(optimizer.ask(limit)));
      for (const other of others) ensureSame(other, points, `points after ${told} results, restored at step ${moment}`);
      outstanding.push(...points);
      return;
    }
    const [x] = outstanding.splice(random.integer(outstanding.length), 1) as [Float64Array];
    const evaluation = objective(x.slice(), told++, []);
    for (const optimizer of optimizers) optimizer.tell([{ x: x.slice() }], [{ ...evaluation }]);
  };
  const original = await create(subject, setting);
  for (let i = 0; i < moment && original.stop === undefined; i++) step([original]);
  const restored = await create(subject, setting, { state: structuredClone(original.snapshot()) });
  ensureSame(restored.stop, original.stop, `stop, restored at step ${moment}`);
  if (original.stop !== undefined) return;
  const again: Float64Array[] = [];
  while (again.length < outstanding.length) {
    const portion = copies(restored.ask(Math.min(1 + random.integer(5), outstanding.length - again.length)));
    if (portion.length === 0) break;
    again.push(...portion);
  }
  ensureSame(again, outstanding, `what was outstanding, restored at step ${moment}`);
  for (let i = 0; i < subject.trials && original.stop === undefined; i++) step([original, restored]);
  ensureSame(restored.stop, original.stop, `stop after ${told} results, restored at step ${moment}`);
}

const copies = (proposals: readonly Proposal[]) => proposals.map(({ x }) => x.slice());
