import { createRandom } from '@glompo/core';
import { type Law, NotApplicable } from '../cases/conformance-case.js';
import { difference } from '../cases/difference.js';
import { ensure, ensureSame } from '../cases/expect.js';
import { withoutChanceAndTime } from '../cases/without-chance-and-time.js';
import { ensureSamePoints } from './compare.js';
import { type DriveOptions, drive, fixed, haphazard, stepByStep, type Trace } from './drive.js';
import { ripples } from './objective.js';
import { boxOf, chance, create, isAsynchronous, type OptimizerSubject } from './subject.js';

const setting = boxOf(3);
const objective = ripples(setting.space);

/** What a seed repeats. */
export const reproducibilityLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'proposes the same points however they are split over ask and tell',
    async check(subject) {
      if (isAsynchronous(subject)) return new NotApplicable('declares itself asynchronous');
      const reference = await run(subject, { schedule: stepByStep });
      const splits = [
        ...[2, 7, 1000].flatMap(limit => [fixed(limit, limit), fixed(limit, 1), fixed(limit, 5)]),
        ...[21, 22, 23, 24].map(purpose => haphazard(chance(subject, purpose))),
      ];
      for (const [i, schedule] of splits.entries()) {
        ensureSamePoints(await run(subject, { schedule }), reference, { what: `split ${i + 1} against one by one` });
      }
      return undefined;
    },
  },
  {
    name: 'repeats its points for the same seed',
    async check(subject) {
      const first = await run(subject);
      const second = await run(subject);
      ensureSamePoints(second, first, { what: 'the second time' });
      ensureSame(second.stop, first.stop, 'stop, the second time');
    },
  },
  {
    name: 'proposes other points for another seed',
    async check(subject) {
      const points = await Promise.all(
        [subject.seed, subject.seed + 1, subject.seed + 2].map(async seed => (await run(subject, {}, seed)).points),
      );
      for (const other of points.slice(1)) {
        ensure(difference(other, points[0]) !== undefined, 'two seeds gave the same points');
      }
    },
  },
  {
    name: 'takes neither chance nor time but what it is given',
    async check(subject) {
      const optimizer = await create(subject, setting);
      withoutChanceAndTime(() => drive(optimizer, objective, { schedule: stepByStep, trials: subject.trials }));
    },
  },
  {
    name: 'shares nothing with others of its kind',
    async check(subject) {
      const alone = await run(subject);
      const neighbour = await create(subject, setting, { seed: subject.seed + 1 });
      const another = chance(subject, 25);
      const beside = await run(subject, {
        between() {
          if (neighbour.stop !== undefined) return;
          const proposals = neighbour.ask(1 + another.integer(9));
          neighbour.tell(
            proposals,
            proposals.map(({ x, wants = [] }) => objective(x.slice(), 0, wants)),
          );
        },
      });
      ensureSamePoints(beside, alone, { what: 'beside another one' });
    },
  },
  {
    name: 'leaves its space and its options as they were',
    async check(subject) {
      const { plugin } = subject;
      const { space, start } = boxOf(3);
      const options = plugin.parse(subject.options);
      const before = structuredClone({ space: { ...space, ...functionless }, options });
      const context = { space, start, random: createRandom(subject.seed) };
      drive(await plugin.create(context, options), objective, { schedule: stepByStep, trials: subject.trials });
      ensureSame({ space: { ...space, ...functionless }, options }, before, 'after a run');
    },
  },
];

/** A search space has methods besides; they are not looked at. */
const functionless = { toTask: undefined, toSearch: undefined, gradientToSearch: undefined };

async function run(
  subject: OptimizerSubject,
  options: Partial<DriveOptions> = {},
  seed = subject.seed,
): Promise<Trace> {
  const schedule = stepByStep;
  return drive(await create(subject, setting, { seed }), objective, { schedule, trials: subject.trials, ...options });
}
