import { GlompoError } from '@glompo/core';
import { expect, test } from 'vitest';
import { describeError, exitCodeOf } from './report-error.js';

const broken = new GlompoError('GLOMPO_DECISION', 'hunter "mine" threw', {
  cause: new TypeError('no such\nproperty', { cause: new Error('table of limits is empty', { cause: 'disk full' }) }),
});

test('causes are told, a line each, and where more is to be seen', () => {
  expect(describeError(broken, false)).toBe(
    [
      'glompo: hunter "mine" threw',
      '  because no such',
      '  because table of limits is empty',
      '  because disk full',
      '  --verbose shows where it comes from',
      '',
    ].join('\n'),
  );
  expect(describeError(broken, true)).toMatch(/\n +at .*report-error\.test[\s\S]*\[cause\]: TypeError/);
  expect([exitCodeOf(broken), exitCodeOf(broken, true)]).toEqual([1, 1]);
});

test('a wrong option says everything in its message', () => {
  const error = new GlompoError('GLOMPO_OPTION', '--start: @x: does not exist', { cause: new Error('ENOENT: x') });
  expect(describeError(error, false)).toBe('glompo: --start: @x: does not exist\n');
});

test('a cause that the message has told already is not told again, nor one that is its own cause', () => {
  const cause = new Error('no licence');
  cause.cause = cause;
  const error = new GlompoError('GLOMPO_TASK_MODULE', 'task.js failed while it was imported: no licence', { cause });
  expect(describeError(error, false)).toBe('glompo: task.js failed while it was imported: no licence\n');
  expect(exitCodeOf(error)).toBe(2);
});
