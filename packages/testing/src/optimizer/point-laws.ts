import type { Law } from '../cases/conformance-case.js';
import { ConformanceError, ensure } from '../cases/expect.js';
import { ensurePoints } from './compare.js';
import { drive, fixed, haphazard, type Schedule, stepByStep } from './drive.js';
import { ripples } from './objective.js';
import { boxOf, chance, create, type OptimizerSubject } from './subject.js';

/** What proposals look like, and when they come. */
export const pointLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'proposes finite points of the right length inside the bounds, in 1, 2 and 5 dimensions',
    async check(subject) {
      for (const dimensions of [1, 2, 5]) {
        const setting = boxOf(dimensions);
        const { points } = drive(await create(subject, setting), ripples(setting.space), {
          schedule: haphazard(chance(subject, dimensions)),
          trials: 2 * subject.trials,
        });
        ensurePoints(points, setting.space, `${dimensions} dimensions`);
      }
    },
  },
  {
    name: 'wants only what there is to want',
    async check(subject) {
      const setting = boxOf(3);
      const { wants } = drive(await create(subject, setting), ripples(setting.space), {
        schedule: haphazard(chance(subject, 11)),
        trials: subject.trials,
      });
      for (const [i, each] of wants.entries()) {
        ensure(
          Array.isArray(each) && each.every(want => want === 'gradient' || want === 'residuals'),
          () => `point ${i + 1}: wants ${JSON.stringify(each)}`,
        );
      }
    },
  },
  {
    name: 'gives at most as many proposals as it is asked for',
    check: subject =>
      forSchedules(subject, (proposals, limit) => {
        ensure(proposals.length <= limit, () => `asked for ${limit}, it gave ${proposals.length}`);
      }),
  },
  {
    name: 'gives nothing only while trials are outstanding or after its stop',
    async check(subject) {
      const setting = boxOf(3);
      for (const [label, schedule] of schedules(subject)) {
        const optimizer = await create(subject, setting);
        const trace = drive(optimizer, ripples(setting.space), { schedule, trials: subject.trials });
        ensure(
          trace.points.length >= subject.trials || trace.stop !== undefined,
          () =>
            `${label}: it gave nothing after ${trace.values.length} trials, though none was outstanding and it had not stopped`,
        );
      }
    },
  },
  {
    name: 'gives nothing more after fewer than the limit, until it is told something',
    async check(subject) {
      const setting = boxOf(3);
      for (const [label, schedule] of schedules(subject)) {
        const optimizer = await create(subject, setting);
        let beyond: string | undefined;
        drive(optimizer, ripples(setting.space), {
          schedule,
          trials: subject.trials,
          asked(proposals, limit) {
            if (proposals.length === 0 || proposals.length >= limit) return;
            const more = optimizer.ask(limit).length;
            if (more > 0) beyond ??= `${label}: asked for ${limit} it gave ${proposals.length}, then ${more} more`;
          },
        });
        if (beyond !== undefined) throw new ConformanceError(beyond);
      }
    },
  },
];

function schedules(subject: OptimizerSubject): readonly (readonly [string, Schedule])[] {
  return [
    ['one by one', stepByStep],
    ['7 at once, told 3 at once', fixed(7, 3)],
    ['1000 at once', fixed(1000, 1000)],
    ['as it comes', haphazard(chance(subject, 12))],
  ];
}

async function forSchedules(
  subject: OptimizerSubject,
  look: (proposals: readonly unknown[], limit: number) => void,
): Promise<void> {
  const setting = boxOf(3);
  for (const [, schedule] of schedules(subject)) {
    drive(await create(subject, setting), ripples(setting.space), { schedule, trials: subject.trials, asked: look });
  }
}
