import { parseArgs } from 'node:util';
import { ArgumentError } from '../arguments.js';
import { splitWords, wholeNumbers } from './words.js';

/** What `npm run bench -- quality` is asked for. */
export interface QualityArguments {
  readonly help: boolean;
  readonly functions: string;
  readonly dims: readonly number[] | undefined;
  readonly instances: readonly number[] | undefined;
  readonly budget: number;
  readonly precision: number;
  readonly seeds: readonly number[];
  /** Undefined: all there are. */
  readonly methods: readonly string[] | undefined;
  /** Where results are kept; `-`: nowhere, rows go to stdout. */
  readonly results: string;
  /** Further results that are read and reported beside. */
  readonly beside: readonly string[];
  /** Only what is in the results is reported. */
  readonly reportOnly: boolean;
  readonly onlyRow: string | undefined;
  readonly page: string | undefined;
  readonly output: 'text' | 'markdown' | 'json';
  readonly workers: number | undefined;
  readonly rowSeconds: number;
  readonly python: string;
}

export const qualityUsage = `npm run bench -- quality
  --functions rastrigin:10,'levy(dims=5)'  functions of @glompo/tasks, or a list: classic, bbob (default: classic)
  --dims 5,10  --instances 1-5             for functions that take them and say nothing of them
  --budget 50000  --target 1e-8            evaluations per run; what above the minimum is solved
  --seeds 0-9                              below 1000 for development, from 10000 for evidence
  --methods managed,'mild: managed(hunters=none)',unmanaged,bipop,pycma-bipop,differential_evolution,dual_annealing
                                           the first one is compared with each other one
  --results quality.jsonl                  a second call goes on; - prints rows and keeps nothing
  --beside other.jsonl                     results that are reported, too
  --report                                 runs nothing, reports what is there
  --only-row ID                            makes one run of the results again and compares
  --page FILE.html                         default: beside the results
  --markdown, --json                       the summary in another form, on stdout
  --workers 2  --row-seconds 600  --python /usr/bin/python3
`;

const flags = {
  help: { type: 'boolean' },
  functions: { type: 'string', multiple: true },
  dims: { type: 'string' },
  instances: { type: 'string' },
  budget: { type: 'string' },
  target: { type: 'string' },
  seeds: { type: 'string' },
  methods: { type: 'string', multiple: true },
  results: { type: 'string' },
  beside: { type: 'string', multiple: true },
  report: { type: 'boolean' },
  'only-row': { type: 'string' },
  page: { type: 'string' },
  markdown: { type: 'boolean' },
  json: { type: 'boolean' },
  workers: { type: 'string' },
  'row-seconds': { type: 'string' },
  python: { type: 'string' },
} as const;

/** @throws ArgumentError */
export function readQualityArguments(args: readonly string[]): QualityArguments {
  const values = parsed(args);
  if (values.markdown && values.json) throw new ArgumentError('--markdown, --json: give one of them');
  const number = (flag: 'budget' | 'target' | 'workers' | 'row-seconds', fallback: number) =>
    positive(`--${flag}`, values[flag], { fallback, whole: flag === 'budget' || flag === 'workers' });
  return {
    help: values.help ?? false,
    functions: values.functions?.join(',') ?? 'classic',
    dims: values.dims === undefined ? undefined : wholeNumbers('--dims', values.dims),
    instances: values.instances === undefined ? undefined : wholeNumbers('--instances', values.instances),
    budget: number('budget', 50_000),
    precision: number('target', 1e-8),
    seeds: wholeNumbers('--seeds', values.seeds ?? '0-9'),
    methods: values.methods && splitWords(values.methods.join(',')),
    results: values.results ?? 'quality.jsonl',
    beside: values.beside ?? [],
    reportOnly: values.report ?? false,
    onlyRow: values['only-row'],
    page: values.page,
    output: values.markdown ? 'markdown' : values.json ? 'json' : 'text',
    workers: values.workers === undefined ? undefined : number('workers', 1),
    rowSeconds: number('row-seconds', 600),
    python: values.python ?? '/usr/bin/python3',
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}

function positive(
  flag: string,
  text: string | undefined,
  { fallback, whole }: { readonly fallback: number; readonly whole: boolean },
): number {
  if (text === undefined) return fallback;
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() === '' || !(value > 0 && Number.isFinite(value)) || (whole && !Number.isSafeInteger(value)))
    throw new ArgumentError(`${flag}: expected a positive ${whole ? 'integer' : 'number'}, got "${text}"`);
  return value;
}
