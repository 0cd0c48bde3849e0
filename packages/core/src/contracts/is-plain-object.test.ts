import { expect, test } from 'vitest';
import { isPlainObject } from './is-plain-object.js';

test('only what has members is a plain object', () => {
  for (const yes of [{}, { a: 1 }, Object.create(null)]) expect(isPlainObject(yes)).toBe(true);
  for (const no of [null, undefined, 1, 'a', true, [], [{}], Float64Array.of(1), new Uint8Array(1), () => 1])
    expect(isPlainObject(no), String(no)).toBe(false);
});
