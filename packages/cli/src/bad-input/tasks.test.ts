import { afterAll, test } from 'vitest';
import { openBadInput } from './bad-input.test.fixture.js';

const badInput = openBadInput();
afterAll(() => badInput.close());

test.each<[string, string[], string]>([
  [
    'a task with reversed bounds',
    ['run', './reversed.js'],
    'parameter "x": the bounds are reversed: low 2 is above high 1',
  ],
  ['a task with equal bounds', ['run', './equal.js'], 'parameter "x": the bounds are equal (2)'],
  ['a task with NaN as a bound', ['run', './nan.js'], 'parameter "x": expected numbers as bounds, got [NaN, 2]'],
  [
    'a task with an infinite bound',
    ['run', './infinite.js'],
    'parameter "x": a study needs finite bounds, got [0, Infinity]',
  ],
  ['a task without parameters', ['run', './empty.js'], 'there are no parameters'],
  [
    'a kind of parameter that the optimizer does not know',
    ['run', './whole.js'],
    'parameter "x" is of kind "category", which optimizer "step" does not know',
  ],
  [
    'a mistyped task',
    ['run', 'rastrgin'],
    'unknown task "rastrgin": it is no file, no expression and no registered task; did you mean "rastrigin"?',
  ],
  ['a mistyped task with options', ['run', 'rastrgin(dims=3)'], 'unknown task "rastrgin"'],
  [
    'an option that the task does not have',
    ['run', 'rastrigin(dim=3)'],
    'rastrigin: unknown option "dim"; did you mean "dims"?',
  ],
  [
    'a flag that the task does not have',
    ['run', 'lennard-jones', '--atms', '3'],
    '--atms: unknown flag; did you mean "--atoms"?',
  ],
  [
    'an option of the task twice',
    ['run', 'rastrigin(dims=3)', '--dims', '4'],
    "--dims: the task's option dims is given twice",
  ],
  ['options for a task that takes none', ['run', './square.js', '--dims', '4'], 'takes no options, got "dims"'],
  ['dims for an expression', ['run', 'x^2', '--dims', '4'], 'an expression takes no options'],
  ['an expression with a mistake', ['run', 'x^2 + sin(y'], 'expression "x^2 + sin(y": at character 12'],
  ['a forbidden expression', ['run', 'import("fs")'], 'expression "import(\\"fs\\")": at character'],
  ['a module that does not exist', ['run', './nope.task.js'], 'nope.task.js does not exist'],
  [
    'a module that throws on import',
    ['run', './throws-on-import.js'],
    'throws-on-import.js failed while it was imported: no licence for the engine',
  ],
  [
    'a module that imports what does not exist',
    ['run', './misses-an-import.js'],
    'misses-an-import.js failed while it was imported: Cannot find module',
  ],
  [
    'a module with a mistake in its syntax',
    ['run', './syntax.js'],
    "syntax.js failed while it was imported: SyntaxError: Unexpected token ';' (running the file with node shows where",
  ],
  ['an expression that is no path, being too long for one', ['run', `${'x+'.repeat(5_001)}x`], 'expression "x+x+'],
  ['a module that exports nothing', ['run', './nothing.js'], 'nothing.js has no default export'],
  ['a module that exports something else', ['run', './no-task.js'], 'expected a task { parameters, evaluate }'],
  ['a task without evaluate', ['run', './no-evaluate.js'], 'the task has no method evaluate(x), but undefined'],
])('%s is one clear sentence, exit code 2, and nothing on stdout', (_, args, message) =>
  badInput.isRefused(args, message),
);
