import fc from 'fast-check';
import { expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import type { Minimum } from '../contracts/minimum.js';
import { createRandom } from '../random/streams.js';
import { knownBasin } from './known-basin.js';

const minimum = (x: number, y: number, value = 1, run = 7): Minimum => ({
  value,
  point: Float64Array.of(x, y),
  reached: 2,
  run,
});

interface Course {
  /** Where its points are, and how far around. */
  readonly at: readonly [number, number];
  readonly spread: number;
  readonly value?: number;
  readonly calls?: number;
}

/** A run that has made 60 trials, all of the same kind, in a box from −5 to 5. */
function victim({ at: [x, y], spread, value = 2, calls = 50 }: Course) {
  const random = createRandom(1);
  const points = Array.from({ length: 60 }, () => [x + spread * random.normal(), y + spread * random.normal()]);
  const values = points.map(() => value);
  return recordedRun(values, { id: 2, points, stepLookback: calls });
}

function ask(course: Course, minima: readonly Minimum[], options: Parameters<typeof knownBasin>[0] = {}) {
  const view = { study: recordedStudy({ minima }), hunter: recordedRun([0]), victim: victim(course) };
  return knownBasin(options).test(view, context());
}

it('kills a run that closes in on a known minimum, and says on which', () => {
  const reason = ask({ at: [2.002, 2], spread: 0.003 }, [minimum(-3, 0, 0, 4), minimum(2, 2)]);
  expect(reason).toMatchObject({ by: 'knownBasin', data: { minimum: 7, value: 1, apart: expect.closeTo(0.381, 3) } });
  expect(reason?.message).toMatch(
    /^it falls into the basin of the minimum 1 that run 7 has found: 0\.\d+ % of the range away, in steps of at most 0\.\d+ %$/,
  );
});

it('spares one that may be passing by: its steps are long', () => {
  expect(ask({ at: [2, 2], spread: 0.05 }, [minimum(2, 2)])).toBeUndefined();
  expect(ask({ at: [2, 2], spread: 0.05 }, [minimum(2, 2)], { radius: 0.5 })).toBeDefined();
});

it('spares one that closes in on another place, however near', () => {
  expect(ask({ at: [2.02, 2], spread: 0.003 }, [minimum(2, 2)])).toBeUndefined();
  expect(ask({ at: [2.000_2, 2], spread: 3e-6 }, [minimum(2, 2)])).toBeUndefined();
});

it('spares one whose steps are long for minima that are so close together', () => {
  const close = [minimum(2, 2), minimum(2.02, 2, 1.1, 8)];
  expect(ask({ at: [2, 2], spread: 0.003 }, close)).toBeUndefined();
  expect(ask({ at: [2, 2], spread: 0.000_1 }, close)).toBeDefined();
});

it('spares one that is better than the minimum', () => {
  expect(ask({ at: [2, 2], spread: 0.003, value: 0.99 }, [minimum(2, 2)])).toBeUndefined();
  // As good, as far as minima are told apart.
  expect(ask({ at: [2, 2], spread: 0.003, value: 1 - 1e-9 }, [minimum(2, 2)])).toBeDefined();
});

it('spares one where fewer have ended than shall', () => {
  const once = { ...minimum(2, 2), reached: 1 };
  expect(ask({ at: [2, 2], spread: 0.003 }, [once])).toBeUndefined();
  expect(ask({ at: [2, 2], spread: 0.003 }, [once], { reached: 1 })).toBeDefined();
  expect(ask({ at: [2, 2], spread: 0.003 }, [minimum(2, 2)], { reached: 3 })).toBeUndefined();
});

it('spares all while no minimum is known, or before it has seen enough', () => {
  expect(ask({ at: [2, 2], spread: 0.003 }, [])).toBeUndefined();
  expect(ask({ at: [2, 2], spread: 0.003, calls: 100 }, [minimum(2, 2)], { calls: 100 })).toBeUndefined();
});

it('does not depend on the order of the minima, nor on ones that are farther away than ten steps', () => {
  const place = fc.integer({ min: -40, max: 40 }).map(x => x / 10);
  const some = fc.uniqueArray(fc.tuple(place, place), { maxLength: 8, selector: String });
  fc.assert(
    fc.property(some, places => {
      const minima = places
        .filter(([x, y]) => Math.hypot(x - 2, y - 2) > 0.2)
        .map(([x, y], i) => minimum(x, y, i, 10 + i));
      const course = { at: [2.001, 2], spread: 0.003 } as const;
      const alone = ask(course, [minimum(2, 2)])?.message;
      expect(alone).toBeDefined();
      expect(ask(course, [minimum(2, 2), ...minima])?.message).toBe(alone);
      expect(ask(course, [...minima.reverse(), minimum(2, 2)])?.message).toBe(alone);
    }),
  );
});
