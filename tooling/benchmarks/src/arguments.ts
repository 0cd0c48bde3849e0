import { parseArgs } from 'node:util';
import { type Row, rows } from './placement.js';

export const tableTasks = ['cpu', 'sleep', 'uneven'] as const;
export type TableTask = (typeof tableTasks)[number];

/** What `npm run bench` is asked for. */
export type Arguments = {
  readonly json: boolean;
  /** Only to see that everything works: the figures mean nothing. */
  readonly smoke: boolean;
} & (
  | { readonly command: 'help' }
  | {
      readonly command: 'bars';
      /** Ids; undefined: all of them. */
      readonly only: readonly string[] | undefined;
      readonly peers: boolean;
    }
  | {
      readonly command: 'parallelism';
      readonly tasks: readonly TableTask[];
      readonly rows: readonly Row[];
      readonly repeat: number;
    }
);

/** Arguments that nobody can follow, in a sentence. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

const flags = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  smoke: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  task: { type: 'string', multiple: true },
  row: { type: 'string', multiple: true },
  repeat: { type: 'string' },
} as const;

/** @param ids of the bars there are. @throws ArgumentError */
export function readArguments(args: readonly string[], ids: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const common = { json: values.json ?? false, smoke: values.smoke ?? false };
  if (values.help) return { ...common, command: 'help' };
  const [command, ...rest] = positionals;
  if (rest.length > 0) throw new ArgumentError(`one thing at a time, not also "${rest.join(' ')}"`);
  if (command === undefined) {
    refuse(values, ['task', 'row', 'repeat'], 'belongs to "parallelism"');
    const chosen = listed(values.only)?.map(id => (id === 'peers' ? id : id.toUpperCase()));
    const only = chosen && among(chosen, [...ids, 'peers'], '--only');
    return {
      ...common,
      command: 'bars',
      only: only && ids.filter(id => only.includes(id)),
      peers: only === undefined || only.includes('peers'),
    };
  }
  if (command !== 'parallelism')
    throw new ArgumentError(`unknown word "${command}": expected "parallelism" or nothing`);
  refuse(values, ['only'], 'chooses bars, not rows of the table: use --task and --row');
  return {
    ...common,
    command,
    tasks: among(listed(values.task) ?? tableTasks, tableTasks, '--task'),
    rows: among(listed(values.row) ?? [...rows, 'auto'], [...rows, 'auto'], '--row'),
    repeat: repetitions(values.repeat),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: true });
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}

function refuse(values: object, names: readonly string[], why: string): void {
  for (const name of names) if (Object.hasOwn(values, name)) throw new ArgumentError(`--${name} ${why}`);
}

function listed(given: readonly string[] | undefined): readonly string[] | undefined {
  return given?.flatMap(text => text.split(',')).map(text => text.trim());
}

function among<Name extends string>(chosen: readonly string[], known: readonly Name[], flag: string): readonly Name[] {
  for (const name of chosen) {
    if (!known.includes(name as Name))
      throw new ArgumentError(`${flag}: unknown "${name}": expected ${known.join(', ')}`);
  }
  return known.filter(name => chosen.includes(name));
}

function repetitions(text: string | undefined): number {
  const repeat = Number(text ?? 3);
  if (!Number.isInteger(repeat) || repeat < 1)
    throw new ArgumentError(`--repeat: expected a positive integer, got "${text}"`);
  return repeat;
}
