import { GlompoError, type Parameter } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ensure } from '../cases/expect.js';
import { ensurePoints } from './compare.js';
import { drive, haphazard } from './drive.js';
import { ripples, sphere } from './objective.js';
import { chance, create, inside, type OptimizerSubject, real, type Setting, settingOf } from './subject.js';

/** Boxes that are not like [−3, 5]. */
export const spaceLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'searches boxes of very different magnitudes',
    async check(subject) {
      const boxes: readonly (readonly (readonly [number, number])[])[] = [
        [
          [-1e-9, 1e-9],
          [0, 1e12],
        ],
        [
          [1e6, 1e6 + 1],
          [-1e300, 1e300],
          [-1, 1],
        ],
        [[-1e-300, 1e-300]],
        [
          [1, 1 + 2 ** -40],
          [-5, -4],
        ],
      ];
      for (const box of boxes) {
        const setting = settingOf(box.map(([low, high], i) => real(i, low, high)));
        await searches(subject, setting, box.map(pair => `[${pair.join(', ')}]`).join(' × '));
      }
    },
  },
  {
    name: 'searches logarithmic parameters in search coordinates',
    async check(subject) {
      const parameters: Parameter[] = [real(0, 1e-8, 1e3, 'log'), real(1, -3, 5), real(2, 2, 3, 'log')];
      await searches(subject, settingOf(parameters), 'log10 of [1e-8, 1e3] × [−3, 5] × log10 of [2, 3]');
    },
  },
  {
    name: 'starts on the bounds, and with a spread',
    async check(subject) {
      const parameters = [real(0, -3, 5), real(1, 0, 1), real(2, -7, -6)];
      const { space } = settingOf(parameters);
      const corner = Float64Array.of(5, 0, -6.5);
      for (const [where, point] of [
        ['low', inside(space, 0)],
        ['high', inside(space, 1)],
        ['a corner', corner],
      ] as const) {
        await searches(subject, settingOf(parameters, { point }), `from ${where}`);
      }
      const spread = Float64Array.of(0.5, 0.001, 3);
      await searches(subject, settingOf(parameters, { spread }), 'with a spread');
    },
  },
  {
    name: 'searches a space without bounds, or refuses it by GLOMPO_BOUNDS',
    async check(subject) {
      const parameters = [
        real(0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
        real(1, 0, Number.POSITIVE_INFINITY),
      ];
      const setting = settingOf(parameters, { spread: Float64Array.of(1, 1) });
      try {
        await create(subject, setting);
      } catch (error) {
        ensure(GlompoError.is(error, 'GLOMPO_BOUNDS'), () => `expected a GlompoError GLOMPO_BOUNDS, got ${error}`);
        return;
      }
      await searches(subject, setting, 'without bounds');
    },
  },
];

async function searches(subject: OptimizerSubject, setting: Setting, what: string): Promise<void> {
  for (const objective of [sphere(setting.space), ripples(setting.space)]) {
    const { points, values, stop } = drive(await create(subject, setting), objective, {
      schedule: haphazard(chance(subject, 71)),
      trials: subject.trials,
    });
    ensurePoints(points, setting.space, what);
    ensure(
      stop !== undefined || points.length >= subject.trials,
      () => `${what}: it gave nothing after ${values.length} trials, and had not stopped`,
    );
  }
}
