import { GlompoError } from '@glompo/core';
import { expect, test } from 'vitest';
import { atItsPlace } from './mistakes.js';
import type { FromFile } from './read-args.js';

test('a mistake that a study file has told with its place is not told again', () => {
  const own = new GlompoError('GLOMPO_OPTION', 'F:3:6: taskOptions.a: a: expected a number, got null');
  const flag = new GlompoError('GLOMPO_OPTION', '--slots: expected a positive integer');
  const file: FromFile = {
    path: './F',
    file: '/F',
    isCommand: false,
    objects: new Map(),
    mistakes: [own],
    told: message => `F:1:1: ${message}`,
  };
  expect(atItsPlace(own, { file })).toBe(own);
  expect(atItsPlace(flag, { file })).toMatchObject({ message: 'F:1:1: --slots: expected a positive integer' });
});
