import { expect, test } from 'vitest';
import { Printed } from './printed.js';

test('what a run printed is kept by run, in order', () => {
  const printed = new Printed();
  printed.take({ stream: 'stdout', text: 'a', run: 1 });
  printed.take({ stream: 'stderr', text: 'b' });
  printed.take({ stream: 'stderr', text: 'c', run: 1 });
  expect([printed.of(1), printed.of(undefined), printed.of(2)]).toEqual(['ac', 'b', '']);
});

test('of a run that prints without end the beginning and the end are kept, and it is said what is missing', () => {
  const printed = new Printed();
  const lines = 200_000;
  for (let i = 0; i < lines; i++) printed.take({ stream: 'stdout', text: `line ${i}\n`, run: 1 });
  const text = printed.of(1);
  expect(text.length).toBeLessThan(70_000);
  expect(text.startsWith('line 0\nline 1\n')).toBe(true);
  expect(text.endsWith(`line ${lines - 1}\n`)).toBe(true);
  const whole = Array.from({ length: lines }, (_, i) => `line ${i}\n`).join('').length;
  const [note, missing] = /\n\[… (\d+) characters that were printed here are not kept …\]\n/.exec(text) ?? [];
  expect(text.length - (note?.length ?? 0) + Number(missing)).toBe(whole);
});

test('what was printed long ago is forgotten for what is printed now', () => {
  const printed = new Printed();
  for (let run = 1; run <= 2_000; run++) printed.take({ stream: 'stdout', text: 'x'.repeat(10_000), run });
  expect(printed.of(1)).toBe('');
  expect(printed.of(2_000)).toHaveLength(10_000);
});
