import type { Proposal } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ensure } from '../cases/expect.js';
import { ensurePoints, ensureSamePoints } from './compare.js';
import { drive, haphazard, stepByStep } from './drive.js';
import { failing, type Objective, ripples, sphere, valueOnly } from './objective.js';
import { scribble } from './scribble.js';
import { boxOf, chance, create, type OptimizerSubject } from './subject.js';

const setting = boxOf(3);
const { space } = setting;

/** What an optimizer does with what it hands over and what it is told. */
export const resultLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'keeps no hold on what it has handed over',
    async check(subject) {
      const options = { schedule: stepByStep, trials: subject.trials };
      const untouched = drive(await create(subject, setting), ripples(space), options);
      const trace = drive(await create(subject, setting), ripples(space), {
        ...options,
        asked(proposals) {
          for (const { x } of proposals) scribble(x);
          if (!Object.isFrozen(proposals)) (proposals as Proposal[]).length = 0;
        },
      });
      ensureSamePoints(trace, untouched, { what: 'after its proposals were written over' });
    },
  },
  {
    name: 'survives failed trials: +Infinity',
    async check(subject) {
      const random = chance(subject, 41);
      const patterns: readonly (readonly [string, (trial: number) => boolean])[] = [
        ['every third trial fails', trial => trial % 3 === 0],
        ['trials fail at random', () => random.uniform() < 0.4],
        ['the first 60 trials fail', trial => trial < 60],
        ['trials fail from the 61st', trial => trial >= 60],
        ['all trials fail', () => true],
      ];
      for (const [what, fails] of patterns) await survives(subject, what, failing(ripples(space), fails));
    },
  },
  {
    name: 'survives values that are equal, huge, tiny or −0',
    async check(subject) {
      const values: readonly (readonly [string, (value: number, trial: number) => number])[] = [
        ['all values are 1', () => 1],
        ['all values are −0', () => -0],
        ['values up to 1e308', value => value * 1e308],
        ['values of ±1e308', (_value, trial) => (trial % 2 === 0 ? 1e308 : -1e308)],
        ['values of 1e-320', value => value * 1e-320],
      ];
      for (const [what, change] of values) {
        const plain = valueOnly(ripples(space));
        await survives(subject, what, (x, trial) => ({ value: change(plain(x, trial, []).value, trial) }));
      }
    },
  },
  {
    name: 'goes on without what it wanted beside the value',
    check: subject => survives(subject, 'values only', valueOnly(ripples(space))),
  },
  {
    name: 'gets better: 5,000 trials on a sphere',
    async check(subject) {
      const wide = boxOf(5);
      const { points, values } = drive(await create(subject, wide), sphere(wide.space), {
        schedule: haphazard(chance(subject, 42)),
        trials: 5000,
      });
      ensurePoints(points, wide.space, 'sphere in 5 dimensions');
      const best = values.reduce((lowest, value) => Math.min(lowest, value));
      ensure(best < values[0]!, () => `none of ${values.length} trials was better than the first, ${values[0]}`);
    },
  },
];

async function survives(subject: OptimizerSubject, what: string, objective: Objective): Promise<void> {
  const optimizer = await create(subject, setting);
  const { points, values, stop } = drive(optimizer, objective, {
    schedule: haphazard(chance(subject, 43)),
    trials: 2 * subject.trials,
    between: () => void optimizer.snapshot(),
  });
  ensurePoints(points, space, what);
  ensure(
    stop !== undefined || points.length >= 2 * subject.trials,
    () => `${what}: it gave nothing after ${values.length} trials, and had not stopped`,
  );
}
