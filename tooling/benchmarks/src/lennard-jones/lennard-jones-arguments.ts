import { parseArgs } from 'node:util';
import { knownMinimum } from '@glompo/tasks';
import { ArgumentError } from '../arguments.js';
import { splitWords, wholeNumbers } from '../quality/words.js';
import { type MethodName, methodNames, type Problem } from './methods.js';

/** What `npm run bench -- lennard-jones` is asked for. */
export interface LennardJonesArguments {
  readonly help: boolean;
  readonly problem: Problem;
  readonly seeds: readonly number[];
  readonly methods: readonly MethodName[];
  /** Where runs are kept, one a line; those that are there are not made again. */
  readonly results: string;
}

export const lennardJonesUsage = `npm run bench -- lennard-jones
  --atoms 38  --target -173.928427         the target is needed where no minimum is known here
  --seeds 10000-10029                      below 1000 for development, from 10000 for evidence
  --methods plain,managed                  ${methodNames.join(', ')}
  --budget 3000000  --seconds 1000000      at most so many evaluations and seconds for each
  --results lennard-jones.jsonl            a second call goes on
`;

const flags = {
  help: { type: 'boolean' },
  atoms: { type: 'string', default: '38' },
  target: { type: 'string' },
  seeds: { type: 'string', default: '10000-10029' },
  methods: { type: 'string', default: 'plain,managed' },
  budget: { type: 'string', default: '3000000' },
  seconds: { type: 'string', default: '1000000' },
  results: { type: 'string', default: 'lennard-jones.jsonl' },
} as const;

/** @throws ArgumentError */
export function readLennardJonesArguments(args: readonly string[]): LennardJonesArguments {
  const values = parsed(args);
  const number = (flag: 'atoms' | 'budget' | 'seconds') => {
    const value = Number(values[flag]);
    if (!(value > 0 && Number.isFinite(value)))
      throw new ArgumentError(`--${flag}: expected a positive number, got "${values[flag]}"`);
    return value;
  };
  const atoms = number('atoms');
  const known = knownMinimum('lennard-jones', { atoms })?.value;
  const target = values.target === undefined ? known : Number(values.target);
  if (target === undefined || !Number.isFinite(target))
    throw new ArgumentError(`--target: is needed, as no minimum of ${atoms} atoms is known here`);
  const methods = splitWords(values.methods).map(word => {
    const method = methodNames.find(name => name === word);
    if (method === undefined) throw new ArgumentError(`--methods: expected ${methodNames.join(', ')}, got "${word}"`);
    return method;
  });
  return {
    help: values.help ?? false,
    problem: { atoms, target, maxEvaluations: number('budget'), maxSeconds: number('seconds') },
    seeds: wholeNumbers('--seeds', values.seeds),
    methods,
    results: values.results,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}
