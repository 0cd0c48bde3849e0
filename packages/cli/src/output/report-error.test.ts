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

test.each([false, true])('nothing in an error is a command to a terminal (verbose: %s)', verbose => {
  const evil = 'a\u001b[31m\u009b2J\r\u0007\u202eb\nc';
  const cause = new Error(evil);
  for (const error of [new GlompoError('GLOMPO_RECORD', evil, { cause }), cause, evil, { [evil]: evil }]) {
    const told = describeError(error, verbose);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: there are none
    expect(told).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(told).toMatch(/a.*31m.*b/);
  }
});
