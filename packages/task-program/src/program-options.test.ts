import { expect, test } from 'vitest';
import { folderWith } from './bench.test.fixture.js';
import { type ProgramOptions, prepareProgram } from './program-options.js';

const bounds = { length: [0, 1], width: [0, 2] } as const;
const messageOf = (command: unknown, options: unknown) => {
  try {
    prepareProgram(command, options);
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

test.each<[string, unknown, unknown, string]>([
  ['no bounds', 'run {x}', {}, 'program: bounds are missing: give bounds: { name: [low, high], … }'],
  [
    'bounds that are reversed',
    'run {x}',
    { bounds: { a: [1, 0] } },
    'program: bounds: parameter "a": the bounds are reversed',
  ],
  ['bounds that are no pairs', 'run {x}', { bounds: { a: 1 } }, 'program: bounds: a: expected [low, high], got 1'],
  ['both', 'run {x}', { bounds, parameters: [] }, 'program: there are parameters and bounds: give one of them'],
  ['an unknown option', 'run {x}', { bounds, timeot: 1 }, 'program: unknown option "timeot"; did you mean "timeout"?'],
  ['a wrong timeout', 'run {x}', { bounds, timeout: 0 }, 'program: timeout: expected a number above 0'],
  [
    'a wrong keep',
    'run {x}',
    { bounds, keep: 'al' },
    'program: keep: expected one of "none", "failed", "all", got "al"',
  ],
  [
    'a start outside',
    'run {x}',
    { bounds, start: [0, 3] },
    'program: start: width: expected a number from 0 to 2, got 3',
  ],
  [
    'a start of strangers',
    'run {x}',
    { bounds, start: { lenght: 1 } },
    'there is no parameter "lenght"; did you mean "length"?',
  ],
  ['no command', ' ', { bounds }, 'program: command: there is no program in it'],
  ['a command that is none', 5, { bounds }, 'program: command: expected a text or a list of words, got 5'],
  [
    'an unknown placeholder',
    'run {lenght} {width}',
    { bounds },
    'program: command: {lenght} stands for nothing; did you mean {length}?',
  ],
  [
    'no point',
    'run',
    { bounds },
    'program: command: "length", "width" go nowhere: put {length} for one, or {x} for all of them',
  ],
  ['half a point', 'run {width}', { bounds }, 'program: command: "length" goes nowhere'],
  ['an unknown placeholder on stdin', 'run', { bounds, stdin: '{z}' }, 'program: stdin: {z} stands for nothing'],
  ['a template that is not there', 'run', { bounds, template: { in: './no' } }, '/no does not exist'],
  [
    'a template elsewhere',
    'run',
    { bounds, template: { '../in': 'a' } },
    'program: template: "../in" is no name of a file inside of the private directory',
  ],
  [
    'an output elsewhere',
    'run {x}',
    { bounds, output: { file: '/out' } },
    'program: output: "/out" is no name of a file',
  ],
  [
    'an unknown output',
    'run {x}',
    { bounds, output: 'xml' },
    'program: output: expected "last-number", "json", { file } or { pattern }, got "xml"',
  ],
  [
    'a pattern without a group',
    'run {x}',
    { bounds, output: { pattern: 'a' } },
    'program: output: pattern: expected one group in parentheses',
  ],
  [
    'a pattern that is none',
    'run {x}',
    { bounds, output: { pattern: '(' } },
    'program: output: pattern: Invalid regular expression',
  ],
  [
    'an environment of numbers',
    'run {x}',
    { bounds, env: { A: 1 } },
    'program: env: expected texts by name, got "A": 1',
  ],
])('%s: a message says what is wrong', (_, command, options, message) => {
  expect(messageOf(command, options)).toContain(message);
});

test('a template is read once, and its placeholders are checked', () => {
  using folder = folderWith({ 'in.template': 'length = {length}\nwidth = {width}\n', 'bad.template': '{lenght}' });
  const options: ProgramOptions = { bounds, template: { 'in.dat': 'in.template' }, baseDirectory: folder.path };
  expect(prepareProgram('run', options).template).toEqual({ 'in.dat': 'length = {length}\nwidth = {width}\n' });
  expect(messageOf('run', { ...options, template: { 'in.dat': 'bad.template' } })).toContain(
    'program: template in.dat: {lenght} stands for nothing',
  );
});

test('files in the command are made absolute, and nothing else is', () => {
  using folder = folderWith({ simulate: '', 'model.py': '', fast: '' });
  const { words } = prepareProgram('./simulate model.py fast other.py 0.5 --in=model.py {x}', {
    bounds,
    baseDirectory: folder.path,
  });
  expect(words).toEqual([
    `${folder.path}/simulate`,
    `${folder.path}/model.py`,
    'fast',
    'other.py',
    '0.5',
    '--in=model.py',
    '{x}',
  ]);
});

test('what was prepared is plain data', () => {
  const prepared = prepareProgram('run {x}', {
    bounds,
    start: { width: 1, length: 0.5 },
    output: { pattern: /^f=(.*)$/im },
  });
  expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared);
  expect(prepared).toMatchObject({ start: [0.5, 1], output: { reading: { pattern: '^f=(.*)$', flags: 'im' } } });
});
