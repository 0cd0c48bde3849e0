import { expect, test } from 'vitest';
import { casesOf, type Law, NotApplicable } from './conformance-case.js';

const laws: readonly Law<{ readonly good: boolean }>[] = [
  {
    name: 'is good',
    check({ good }) {
      if (!good) throw new Error('not good');
    },
  },
  { name: 'is only asked of others', check: () => new NotApplicable('this is no other') },
];

test('a case resolves where its law holds and throws where it does not', async () => {
  await expect(casesOf(laws, { good: true })[0]?.run()).resolves.toBeUndefined();
  await expect(casesOf(laws, { good: false })[0]?.run()).rejects.toThrow('not good');
});

test('a case that does not apply says why', async () => {
  await expect(casesOf(laws, { good: true })[1]?.run()).resolves.toEqual({ gap: 'this is no other' });
});

test('an excepted case that fails is a gap with the declared reason', async () => {
  const [excepted] = casesOf(laws, { good: false }, { 'is good': 'not yet' });
  await expect(excepted?.run()).resolves.toEqual({ gap: 'not yet' });
});

test('an excepted case that passes is an error', async () => {
  const [excepted] = casesOf(laws, { good: true }, { 'is good': 'not yet' });
  await expect(excepted?.run()).rejects.toThrow('"is good" passes: remove its exception ("not yet")');
});

test('an exception for a case that does not apply is an error', async () => {
  const excepted = casesOf(laws, { good: true }, { 'is only asked of others': 'not yet' })[1];
  await expect(excepted?.run()).rejects.toThrow('does not apply (this is no other): remove its exception');
});

test('an exception that names no case, or has no reason, is an error', () => {
  expect(() => casesOf(laws, { good: true }, { 'is god': 'typo' })).toThrow(
    'no case "is god"; the cases are:\n  is good',
  );
  expect(() => casesOf(laws, { good: true }, { 'is good': ' ' })).toThrow('"is good" needs a reason');
});
