import { expect, test } from 'vitest';
import { GlompoError } from '../errors/glompo-error.js';
import { packError, unpackError } from './travelling-error.js';

const travel = (error: unknown) => unpackError(structuredClone(packError(error)));

test('an error of glompo is one again on the other side, with its causes and the stack it had', () => {
  const root = Object.assign(new TypeError('root'), { code: 'ENOENT' });
  const sent = new GlompoError('GLOMPO_TASK_MODULE', 'no task', { cause: root });
  const got = travel(sent);
  expect(got).toBeInstanceOf(GlompoError);
  expect(got).toMatchObject({ code: 'GLOMPO_TASK_MODULE', message: 'no task', stack: sent.stack });
  expect(got.cause).toMatchObject({ name: 'TypeError', message: 'root', code: 'ENOENT', stack: root.stack });
});

test('what is thrown need not be an error, and causes may go round in circles', () => {
  expect(travel('just a text')).toMatchObject({ message: 'just a text' });
  const circle = new Error('again');
  circle.cause = circle;
  expect(travel(circle)).toMatchObject({ message: 'again', cause: { message: 'again' } });
});

test.each([
  ['nothing', undefined, 'undefined'],
  ['an object without a text', Object.create(null), '{}'],
  [
    'an error that cannot be read',
    Object.defineProperty(new Error(), 'message', {
      get() {
        throw new Error('not this way');
      },
    }),
    'something that cannot be read',
  ],
  ['an error with a function in it', Object.assign(new Error('odd'), { stack: () => {}, code: () => {} }), 'odd'],
])('%s travels, too', (_, thrown, message) => {
  expect(travel(thrown)).toMatchObject({ message });
});
