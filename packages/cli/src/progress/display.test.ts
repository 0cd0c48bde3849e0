import type { RunView, StudyView } from '@glompo/core';
import { expect, test } from 'vitest';
import type { Streams } from '../output/streams.js';
import { plainDisplay, terminalDisplay } from './display.js';

const run = (id: number, value: number | undefined) =>
  ({
    id,
    optimizer: { plugin: 'optimizer', name: 'cmaes', options: {} },
    trials: 1234,
    best: value === undefined ? undefined : { value },
  }) as RunView;

const view = {
  seconds: 75.2,
  evaluations: 48_210,
  outcomes: { ok: 48_210, failed: 0, timedOut: 0, lost: 0, cancelled: 0 },
  incumbent: { value: 0.001234567, run: 3, trial: 1, point: new Float64Array(1) },
  runs: { started: 12, killed: 3, converged: 1, failed: 0, stopped: 0 },
  live: [
    run(7, undefined),
    run(5, 2),
    run(3, 0.001234567),
    ...Array.from({ length: 5 }, (_, i) => run(20 + i, Number.POSITIVE_INFINITY)),
  ],
} as unknown as StudyView;

function streamsOf(columns: number, color = false) {
  let written = '';
  const streams: Streams = {
    out: () => expect.unreachable(),
    err: text => {
      written += text;
    },
    interactive: true,
    color,
    columns,
    onStray: undefined,
    flush: async () => {},
  };
  return { streams, written: () => written };
}

/** What a terminal shows after all that was written to it: enough of one to follow the cursor up and to clear below. */
function screen(written: string): string[] {
  const lines = [''];
  let row = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal reads
  for (const [token, up] of written.matchAll(/\x1b\[(\d*)A|\x1b\[0J|\x1b\[\??\d+[a-z]|\r|\n|[^\x1b\r\n]+/g)) {
    if (up !== undefined) row -= Number(up);
    else if (token === '\x1b[0J') lines.splice(row, lines.length, '');
    else if (token === '\n') lines[++row] ??= '';
    else if (!token.startsWith('\x1b') && token !== '\r') lines[row] += token;
  }
  return lines;
}

test('that runs are paused is said', () => {
  const { streams, written } = streamsOf(80);
  const live = view.live.map(run => ({ ...run, paused: run.id === 5 }));
  plainDisplay(streams).status({ ...view, live }, { rate: 0, utilisation: undefined });
  expect(written()).toContain('8 live (1 paused): #3 ');
  terminalDisplay(streams).status({ ...view, live }, { rate: 0, utilisation: undefined });
  expect(screen(written()).find(line => /^ +#5 /.test(line))).toMatch(/ trials, paused$/);
  const all = live.map(run => ({ ...run, paused: true }));
  plainDisplay(streams).status({ ...view, live: all }, { rate: 0, utilisation: undefined });
  expect(written()).toContain('8 live (all paused: glompo continue): #3 ');
});

test('in a pipe, one line says how it stands', () => {
  const { streams, written } = streamsOf(80);
  plainDisplay(streams).status(view, { rate: 4012.4, utilisation: 0.973 });
  expect(written()).toBe(
    '1 min 15 s  48,210 evaluations (4,012/s)  best 0.00123457 (run 3)  8 live: #3 0.00123457, #5 2, #7 –, #20 Infinity, 4 more  runs: 12 started, 3 killed, 1 converged; slots evaluating 97 %\n',
  );
});

test('evaluations that failed or timed out are told once there are any', () => {
  const { streams, written } = streamsOf(80);
  const outcomes = { ok: 46_907, failed: 1_300, timedOut: 3, lost: 7, cancelled: 9 };
  plainDisplay(streams).status({ ...view, outcomes } as StudyView, { rate: 1, utilisation: undefined });
  expect(written()).toContain('48,210 evaluations (1/s), 1,300 failed, 3 timed out  best ');
});

test('on a terminal a block refreshes in place below the lines that stay, and is gone in the end', () => {
  const { streams, written } = streamsOf(60);
  const display = terminalDisplay(streams);
  display.line('header');
  display.status(view, { rate: 10, utilisation: undefined });
  display.line('run 4 killed');
  display.raw('hello ');
  display.status({ ...view, evaluations: 50_000, live: view.live.slice(0, 2) } as StudyView, {
    rate: 10,
    utilisation: 1,
  });
  display.raw('world\nunfinished');
  expect(screen(written())).toEqual([
    'header',
    'run 4 killed',
    'hello world',
    '1 min 15 s  50,000 evaluations (10/s)  best 0.00123457 (ru…',
    '  2 live, runs: 12 started, 3 killed, 1 converged; slots e…',
    '  #5      cmaes        best 2             1,234 trials',
    '  #7      cmaes        best –             1,234 trials',
    '',
  ]);
  expect(written().startsWith('\x1b[?25l')).toBe(true);
  display.end();
  expect(screen(written())).toEqual(['header', 'run 4 killed', 'hello world', 'unfinished', '']);
  expect(written().endsWith('\x1b[?25h')).toBe(true);
});

test('a task that never ends its line is shown nevertheless', () => {
  const { streams, written } = streamsOf(60);
  const display = terminalDisplay(streams);
  for (let i = 0; i < 11; i++) display.raw('x'.repeat(10_000));
  expect(screen(written())[0]).toHaveLength(110_000);
  display.end();
});

test('many live runs take a few lines only; colours only where they are wanted', () => {
  for (const color of [true, false]) {
    const { streams, written } = streamsOf(80, color);
    terminalDisplay(streams).status(view, { rate: 1, utilisation: undefined });
    expect(screen(written())).toHaveLength(2 + 6 + 1 + 1);
    expect(screen(written()).at(-2)).toBe('  … 2 more');
    expect(written().includes('\x1b[1m')).toBe(color);
  }
});
