import { afterAll, test } from 'vitest';
import { openBadInput } from './bad-input.test.fixture.js';

const badInput = openBadInput();
afterAll(() => badInput.close());

test.each<[string, string[], string]>([
  ['a start that is no point', ['run', 'sphere', '--start', '1,b'], '--start: expected numbers such as 1,2,3'],
  [
    'a file of points that is not there',
    ['run', 'sphere', '--start', '@nope.json'],
    '--start: @nope.json: does not exist',
  ],
  [
    'a start with too few coordinates',
    ['run', './square.js', '--start', '1,2'],
    'point 1: expected 1 coordinates, one per parameter, got 2',
  ],
  ['a start out of bounds', ['run', './square.js', '--start', '7'], 'point 1: x = 7 is outside its bounds [-1, 1]'],
  [
    'reversed bounds',
    ['run', 'sphere', '--bounds', '5:-5'],
    '--bounds: the bounds are reversed: low 5 is above high -5',
  ],
  ['equal bounds', ['run', 'sphere', '--bounds', '5:5'], '--bounds: the bounds are equal (5)'],
  ['no bounds', ['run', 'sphere', '--bounds', ''], '--bounds: expected low:high'],
  ['NaN as a bound', ['run', 'sphere', '--bounds', '0:NaN'], '--bounds: a study needs finite bounds, got 0:NaN'],
  [
    'an infinite bound',
    ['run', 'sphere', '--bounds', 'x1=0:Infinity'],
    '--bounds: x1: a study needs finite bounds, got 0:Infinity',
  ],
  [
    'too few bounds',
    ['run', 'sphere', '--dims', '3', '--bounds', '0:1,0:1'],
    "--bounds: expected one pair for each of the task's 3 parameters, got 2",
  ],
  [
    'bounds of nobody',
    ['run', 'sphere', '--dims', '2', '--bounds', 'x3=0:1'],
    '--bounds: the task has no parameter "x3"',
  ],
  ['a folder of start points', ['run', 'sphere', '--start', '@.'], '--start: @.: is a folder, not a file'],
])('%s is one clear sentence, exit code 2, and nothing on stdout', (_, args, message) =>
  badInput.isRefused(args, message),
);
