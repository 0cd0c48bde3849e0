import type { Optimizer, Reason } from '@glompo/core';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { ensure, ensureReason, ensureSame } from '../cases/expect.js';
import { drive, haphazard } from './drive.js';
import { failing, type Objective, sphere } from './objective.js';
import { boxOf, chance, create, type OptimizerSubject } from './subject.js';

const setting = boxOf(2);
const easy = sphere(setting.space);
const most = 3000;

/** The end of an optimizer. */
export const stopLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'stops once and for all, with a reason, and then asks for nothing new',
    async check(subject) {
      const objectives: readonly (readonly [string, Objective])[] = [
        ['on a sphere', easy],
        ['on a plain', () => ({ value: 1 })],
        ['where all trials fail', failing(easy, () => true)],
      ];
      let stops = 0;
      for (const [i, [where, objective]] of objectives.entries()) {
        const optimizer = await create(subject, setting);
        const seen: Reason[] = [];
        const { points, values } = drive(optimizer, objective, {
          schedule: haphazard(chance(subject, 50 + i)),
          trials: most,
          between: () => {
            if (optimizer.stop !== undefined) seen.push(optimizer.stop);
            else ensure(seen.length === 0, `${where}: its stop was unset again`);
          },
        });
        if (optimizer.stop === undefined) continue;
        stops++;
        ensureReason(optimizer.stop, `${where}: stop`);
        const outstanding = points.slice(values.length);
        await ensureStaysStopped(subject, optimizer, { outstanding, objective, where });
      }
      return stops > 0 ? undefined : new NotApplicable(`it did not stop within ${most} trials`);
    },
  },
];

async function ensureStaysStopped(
  subject: OptimizerSubject,
  optimizer: Optimizer,
  { outstanding, objective, where }: { outstanding: readonly Float64Array[]; objective: Objective; where: string },
): Promise<void> {
  const stop = structuredClone(optimizer.stop);
  const state = structuredClone(optimizer.snapshot());
  ensureNothingNew(optimizer, 0, `${where}: after its stop`);
  ensureSame(optimizer.stop, stop, `${where}: stop, asked again`);
  if (outstanding.length > 0) {
    optimizer.tell(
      outstanding.map(x => ({ x: x.slice() })),
      outstanding.map((x, i) => ({ value: objective(x, i, []).value })),
    );
    ensureSame(optimizer.stop, stop, `${where}: stop, told what was outstanding`);
    ensureNothingNew(optimizer, 0, `${where}: after its stop, told what was outstanding`);
  }
  const restored = await create(subject, setting, { state });
  ensureSame(restored.stop, stop, `${where}: stop, restored`);
  // It may give again what was outstanding, and nothing else.
  ensureNothingNew(restored, outstanding.length, `${where}: restored after its stop`);
}

function ensureNothingNew(optimizer: Optimizer, admissible: number, what: string): void {
  let given = 0;
  for (let i = 0; i <= admissible; i++) given += optimizer.ask(10).length;
  ensure(given <= admissible, () => `${what}: it gave ${given - admissible} new points`);
}
