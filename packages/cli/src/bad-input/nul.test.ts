import { afterAll, expect, test } from 'vitest';
import { openBadInput } from './bad-input.test.fixture.js';

const badInput = openBadInput();
afterAll(() => badInput.close());

test.each([
  ['run'],
  ['run', 'sphere', '--dir'],
  ['run', 'sphere', '--plugin'],
  ['run', '--dir', 'there', '--from'],
  ['run', '--bounds', 'x=0:1', '--command'],
  ['resume'],
  ['status'],
  ['stop'],
  ['checkpoint'],
  ['checkpoint', '.'],
  ['export', '.', '--format', 'csv', '--to'],
  ['plot'],
  ['plot', '.', '--to'],
  ['replay'],
  ['doctor'],
  ['inject'],
  ['list'],
])('a NUL character is an ordinary mistake: %j', async (...words) => {
  const { code, stderr, stdout } = await badInput.session.glompo([...words, 'a\0b'], badInput.home.path);
  const flag = words.at(-1)?.startsWith('--') ? `${words.at(-1)}: ` : '';
  expect(stderr).toBe(`glompo: ${flag}expected a text without NUL characters, got "a\\u0000b"\n`);
  expect([code, stdout]).toEqual([2, '']);
});
