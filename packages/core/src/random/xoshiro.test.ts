import { expect, test } from 'vitest';
import { Xoshiro128 } from './xoshiro.js';

/** The polar method as it is written, on uniform numbers. */
function pair(random: Xoshiro128): readonly [number, number] {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const s = u * u + v * v;
    if (s < 1 && s > 0) {
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      return [u * factor, v * factor];
    }
  }
}

test('normal numbers are those of the polar method on the same stream, which then stands at the same place', () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = new Xoshiro128(seed);
    const reference = new Xoshiro128(seed);
    for (let i = 0; i < 200; i++) {
      if (i % 7 === 0) expect(random.uint32()).toBe(reference.uint32());
      expect([random.normal(), random.normal()]).toEqual(pair(reference));
      expect(random.snapshot()).toEqual(reference.snapshot());
    }
  }
});

test('a restored stream gives the second of a pair of normal numbers first', () => {
  const random = new Xoshiro128(3);
  random.normal();
  const restored = new Xoshiro128(4);
  restored.restore(structuredClone(random.snapshot()));
  for (let i = 0; i < 5; i++) expect(restored.normal()).toBe(random.normal());
});
