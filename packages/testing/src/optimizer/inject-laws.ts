import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensurePlain } from '../cases/expect.js';
import { ensurePoints, ensureSamePoints } from './compare.js';
import { drive, fixed, type Trace } from './drive.js';
import { ripples, valueOnly } from './objective.js';
import { boxOf, chance, create, inside, isAsynchronous, type OptimizerSubject } from './subject.js';

const setting = boxOf(3);
const { space } = setting;
const objective = ripples(space);

/** Points that others have found. */
export const injectLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'keeps the laws when points are injected at any moment',
    async check(subject) {
      const reference = await runInjected(subject);
      if (reference === undefined) return new NotApplicable('it has no inject()');
      ensurePoints(reference.points, space, 'with injections');
      const again = await runInjected(subject);
      ensureSamePoints(again as Trace, reference, { what: 'the second time, with the same injections' });
      if (!isAsynchronous(subject)) await ensureRestores(subject);
      return undefined;
    },
  },
];

const fiveByThree = fixed(5, 3);

async function runInjected(subject: OptimizerSubject): Promise<Trace | undefined> {
  const optimizer = await create(subject, setting);
  if (optimizer.inject === undefined) return undefined;
  const random = chance(subject, 61);
  return drive(optimizer, objective, {
    schedule: fiveByThree,
    trials: subject.trials,
    between: () => {
      if (random.uniform() < 0.3) {
        const x = inside(space, [0, 0.61, 1][random.integer(3)] as number);
        optimizer.inject?.(x, random.uniform() < 0.1 ? Number.POSITIVE_INFINITY : valueAt(x));
      }
    },
  });
}

/** Takes a snapshot right after an injection, while points are outstanding; the restored one and the original go on alike. */
async function ensureRestores(subject: OptimizerSubject): Promise<void> {
  const optimizer = await create(subject, setting);
  const begun = drive(optimizer, objective, { schedule: fiveByThree, trials: Math.ceil(subject.trials / 3) });
  if (begun.stop !== undefined) return;
  const better = inside(space, 0.61);
  optimizer.inject?.(better.slice(), valueAt(better));
  const state = structuredClone(optimizer.snapshot());
  ensurePlain(state, 'a snapshot after an injection');

  const told = begun.values.length;
  const outstanding = { points: begun.points.slice(told), wants: begun.wants.slice(told) };
  const results = outstanding.points.map((x, i) => objective(x.slice(), told + i, outstanding.wants[i] ?? []));
  if (results.length > 0) {
    optimizer.tell(
      outstanding.points.map(x => ({ x: x.slice() })),
      results,
    );
  }
  const further = { schedule: fiveByThree, trials: subject.trials };
  const original = drive(optimizer, objective, { ...further, first: begun.points.length });
  const restored = drive(await create(subject, setting, { state }), objective, { ...further, first: told });
  ensureSamePoints(
    restored,
    {
      ...original,
      points: [...outstanding.points, ...original.points],
      wants: [...outstanding.wants, ...original.wants],
      values: [...results.map(r => r.value), ...original.values],
      toldAtLastPoint: results.length + original.toldAtLastPoint,
    },
    { what: 'restored after an injection' },
  );
}

function valueAt(x: Float64Array): number {
  return valueOnly(objective)(x, 0, []).value;
}
