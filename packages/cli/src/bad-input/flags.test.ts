import { afterAll, test } from 'vitest';
import { openBadInput } from './bad-input.test.fixture.js';

const badInput = openBadInput();
afterAll(() => badInput.close());

test.each<[string, string[], string]>([
  ['no command', ['sphere'], 'unknown command "sphere"'],
  ['a mistyped command', ['rum', 'sphere'], 'unknown command "rum"; did you mean "run"?'],
  ['a flag before the command', ['--slots', '2'], '--slots: expected a command before it'],
  ['no task', ['run'], 'TASK is missing'],
  ['two tasks', ['run', 'x +', 'y'], 'expected one TASK, got 2: x + y'],
  ['an unknown flag', ['run', 'sphere', '--slotz', '2'], '--slotz: unknown flag; did you mean "--slots"?'],
  ['an unknown short flag', ['run', 'sphere', '-x'], '-x: unknown flag'],
  [
    'a flag without its value',
    ['run', 'sphere', '--target', '--quiet'],
    '--target: expected VALUE, such as --target 1e-8, got nothing',
  ],
  ['a flag twice', ['run', 'sphere', '--slots', '2', '--slots=3'], '--slots: is given twice'],
  ['a value for a switch', ['run', 'sphere', '--json=yes'], '--json: takes no value, got "yes"'],
  ['a word for a number', ['run', 'sphere', '--slots', 'two'], '--slots: expected a positive integer, got "two"'],
  ['slots 0', ['run', 'sphere', '--slots', '0'], '--slots: expected a positive integer, got "0"'],
  [
    'a fraction of an evaluation',
    ['run', 'sphere', '--max-evaluations', '1.5'],
    '--max-evaluations: expected a positive integer, got "1.5"',
  ],
  ['no time', ['run', 'sphere', '--max-seconds', '0'], '--max-seconds: expected a number above 0, got "0"'],
  ['a target that is no number', ['run', 'sphere', '--target', 'NaN'], '--target: expected a number, got "NaN"'],
  ['a negative seed', ['run', 'sphere', '--seed', '-1'], '--seed: expected an integer from 0 to 4294967295, got "-1"'],
  ['no time for a trial', ['run', 'sphere', '--trial-timeout', '0'], '--trial-timeout: expected a number above 0'],
  [
    'endless time for a trial',
    ['run', 'sphere', '--trial-timeout', '1e9', '--optimizers-on', 'threads'],
    '--trial-timeout: expected seconds above 0 and up to 2000000, got 1000000000',
  ],
  [
    'a time limit where nothing can be ended',
    ['run', 'sphere', '--trial-timeout', '3', '--optimizers-on', 'threads', '--trials-on', 'inline'],
    '--trial-timeout: ',
  ],
  ['a negative grace', ['run', 'sphere', '--abort-grace', '-1'], '--abort-grace: expected a number of at least 0'],
  ['half a retry', ['run', 'sphere', '--retries', '.5'], '--retries: expected an integer of at least 0, got ".5"'],
  [
    'an unknown consequence',
    ['run', 'sphere', '--failed-trials', 'ignore'],
    '--failed-trials: expected worst, end-run, end-study, or the last two with so many in a row such as 5:end-run, got "ignore"',
  ],
  ['no trial in a row', ['run', 'sphere', '--failed-trials', '0:end-run'], '--failed-trials: expected worst,'],
  ['a number for worst', ['run', 'sphere', '--failed-trials', '3:worst'], '--failed-trials: expected worst,'],
  ['a value for a switch', ['run', 'sphere', '--finish-killed=no'], '--finish-killed: takes no value, got "no"'],
  [
    'a word for live runs',
    ['run', 'sphere', '--live-runs', '4..many'],
    '--live-runs: expected a positive integer, or two of them such as 4..16, got "4..many"',
  ],
  [
    'reversed live runs',
    ['run', 'sphere', '--live-runs', '9..4'],
    '--live-runs: 9..4 is reversed: expected the smaller one first',
  ],
  ['slots without end', ['run', 'sphere', '--slots', '1e9'], '--slots: expected at most 10000, got 1000000000'],
  [
    'more workers than a machine can have',
    ['run', 'sphere', '--slots', '5_000', '--optimizers-on', 'threads'],
    '--slots: backend "threads" starts a worker for each: expected at most 1024, got 5000',
  ],
  [
    'live runs without end',
    ['run', 'sphere', '--live-runs', '1e9'],
    '--live-runs: expected an integer from 1 to 10000',
  ],
  ['an unknown kind in a list', ['list', 'optimiser'], 'list: unknown kind "optimiser"; did you mean "optimizers"?'],
])('%s is one clear sentence, exit code 2, and nothing on stdout', (_, args, message) =>
  badInput.isRefused(args, message),
);

const all = (...mistakes: string[]) => `${mistakes.length} mistakes:\n  ${mistakes.join('\n  ')}\n`;
const unknown = (flag: string, hint = '') =>
  `${flag}: unknown flag${hint} (a task that begins with a dash goes after --)`;

test.each<[string, string[], string]>([
  [
    'run',
    [
      'run',
      'sphere',
      '-x',
      '5',
      '--slots',
      '2',
      '--slots',
      '3',
      '--slotz',
      '1',
      '--json=yes',
      '--target',
      '--seed',
      'a',
    ],
    all(
      unknown('-x'),
      '--slots: is given twice',
      '--json: takes no value, got "yes"',
      '--target: expected VALUE, such as --target 1e-8, got nothing',
      '--slotz: unknown flag; did you mean "--slots"?',
      '--seed: expected an integer from 0 to 4294967295, got "a"',
    ),
  ],
  [
    'a task with its options and bounds',
    ['run', 'lennard-jones', '--atoms', '1', '--atms', '5', '--bounds', '3:1', '--slots', '0'],
    all(
      '--bounds: the bounds are reversed: low 3 is above high 1',
      '--atms: unknown flag; did you mean "--atoms"?',
      'lennard-jones: atoms: expected an integer from 2 to 10000, got 1',
      '--slots: expected a positive integer, got "0"',
    ),
  ],
  [
    'run --from',
    ['run', '--from', 'absent.db', '--dir', '--slots', '1', '--slots', '1'],
    '3 mistakes:\n  --dir: expected DIR, such as --dir engine-study, got nothing\n  --slots: is given twice\n  the record in ',
  ],
  [
    'resume',
    ['resume', '-x', '--seed', '1', '--seed', '1', '--minima', 'x'],
    all(
      unknown('-x'),
      '--seed: is given twice',
      '--minima: expected an integer of at least 0, got "x"',
      'expected glompo resume DIR, got 0 folders',
    ),
  ],
  [
    'doctor',
    ['doctor', 'sphere', '-x', '--slots', '0', '--max-seconds', '0', '--dims', '0'],
    all(
      unknown('-x'),
      '--slots: expected a positive integer, got "0"',
      '--max-seconds: expected a number above 0, got "0"',
      '--dims: expected a positive integer, got "0"',
    ),
  ],
  [
    'replay',
    ['replay', '.', '--plugin', 'absent.js', '--try', 'a(b=1, huntEvery=0)', '--hunter', 'mine', '--hunt-every', 'x'],
    all(
      '--plugin: "absent.js" does not exist',
      '--try: a: unknown key "b"; known: huntEvery, hunter, selector, spawnUntil, stop',
      '--try: a: huntEvery: expected a positive integer, got 0',
      '--hunt-every: expected a positive integer, got "x"',
    ),
  ],
  [
    'status',
    ['status', '-x', '--foo'],
    all(
      unknown('-x'),
      '--foo: unknown flag; glompo help status lists them',
      'expected glompo status DIR, got 0 of them',
    ),
  ],
  [
    'list',
    ['list', 'optimiser', 'all', '--jsn'],
    all(
      '--jsn: unknown flag; did you mean "--json"?',
      'list: unknown kind "optimiser"; did you mean "optimizers"?',
      'list: unknown kind "all"; known: backends, checkers, hunters, optimizers, selectors, sharing, start-points, tasks',
    ),
  ],
])('all that is wrong is told at once: %s', (_, args, message) => badInput.isRefused(args, message));
