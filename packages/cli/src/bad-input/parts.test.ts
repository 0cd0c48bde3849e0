import { afterAll, test } from 'vitest';
import { openBadInput } from './bad-input.test.fixture.js';

const badInput = openBadInput();
afterAll(() => badInput.close());

test.each<[string, string[], string]>([
  [
    'an unknown optimizer',
    ['run', 'sphere', '--optimizer', 'cmaess'],
    '--optimizer: unknown optimizer "cmaess"; did you mean "cmaes"?',
  ],
  [
    'an unknown option',
    ['run', 'sphere', '--optimizer', 'cmaes(sigm=1)'],
    '--optimizer: cmaes: unknown option "sigm"; did you mean "sigma"?',
  ],
  [
    'an option of the wrong type',
    ['run', 'sphere', '--optimizer', 'cmaes(sigma=two)'],
    '--optimizer: cmaes: sigma: expected a number',
  ],
  [
    'an option out of range',
    ['run', 'sphere', '--optimizer', 'cmaes(sigma=-1)'],
    '--optimizer: cmaes: sigma: expected a number above 0',
  ],
  [
    'brackets that do not close',
    ['run', 'sphere', '--optimizer', 'cmaes(sigma=1'],
    '--optimizer: expected "," or ")" at the end:\n  cmaes(sigma=1\n',
  ],
  [
    '0 slots for an optimizer',
    ['run', 'sphere', '--optimizer', 'cmaes(maxSlots=0)'],
    '--optimizer: cmaes: maxSlots: expected a positive integer, got 0',
  ],
  [
    'an unknown backend',
    ['run', 'sphere', '--optimizers-on', 'thread'],
    '--optimizers-on: unknown backend "thread"; did you mean "threads"?',
  ],
  [
    'a measured place for one level only',
    ['run', 'sphere', '--optimizers-on', 'threads', '--trials-on', 'auto'],
    '--trials-on: auto chooses both places: leave --optimizers-on away, or name one here, too',
  ],
  [
    'a measured place with options',
    ['run', 'sphere', '--optimizers-on', 'auto(fast=true)'],
    '--optimizers-on: auto: takes no options',
  ],
  [
    'a measured place for one optimizer',
    ['run', 'sphere', '--optimizer', 'cmaes(trials=auto)'],
    '--optimizer: auto is for the whole study (--optimizers-on auto), got it for one optimizer',
  ],
  [
    'optimizers with themselves',
    ['run', 'sphere', '--optimizers-on', 'with-optimizer'],
    '--optimizers-on: unknown backend "with-optimizer"',
  ],
  [
    'an option of a backend',
    ['run', 'sphere', '--trials-on', 'threads(heap=3)'],
    '--trials-on: threads: unknown option "heap"',
  ],
  [
    'an unknown hunter',
    ['run', 'sphere', '--hunter', 'minTrial(3)'],
    '--hunter: unknown hunter "minTrial"; did you mean "minTrials"?',
  ],
  [
    'hunters and none',
    ['run', 'sphere', '--hunter', 'minTrials', '--no-hunters'],
    '--no-hunters: there is a --hunter, too',
  ],
  [
    'a limit to starts and none',
    ['run', 'sphere', '--spawn-until', 'runsStarted(3)', '--no-spawn-until'],
    '--no-spawn-until: there is a --spawn-until, too: give one of them',
  ],
  ['sharing and none', ['run', 'sphere', '--share', 'incumbent', '--no-share'], '--no-share: there is a --share, too'],
  [
    'an unknown checker',
    ['run', 'sphere', '--stop', 'maxSecond(3)'],
    '--stop: unknown checker "maxSecond"; did you mean "maxSeconds"?',
  ],
  [
    'an unknown selector',
    ['run', 'sphere', '--selector', 'cycl'],
    '--selector: unknown selector "cycl"; did you mean "cycle"?',
  ],
])('%s is one clear sentence, exit code 2, and nothing on stdout', (_, args, message) =>
  badInput.isRefused(args, message),
);
