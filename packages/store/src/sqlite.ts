import { createRequire } from 'node:module';

/** What a column of a row may hold. Text has no NUL in it: some drivers end there. */
export type Cell = number | string | Uint8Array | null;
export type Row = Readonly<Record<string, Cell>>;

/** As much of SQLite as a record needs, so that any driver will do. Rows are read in pages: nothing is held open between two calls. */
export interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export interface Statement {
  run(...parameters: readonly Cell[]): void;
  all(...parameters: readonly Cell[]): readonly Row[];
}

export type Driver = 'node' | 'libsql';

/** The result codes that mean something to a record (https://www.sqlite.org/rescode.html). */
export const resultCodes = {
  busy: 5,
  readOnly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** The primary result code of an error that SQLite has given; undefined for any other. */
export function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { errcode, rawCode, message } = error as { errcode?: unknown; rawCode?: unknown; message?: unknown };
  // libsql says it in words when it cannot open a file.
  const code = errcode ?? rawCode ?? /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(String(message))?.[1];
  return code === undefined ? undefined : Number(code) & 0xff;
}

/** The drivers that this Node has, the preferred one first. */
export function drivers(): readonly Driver[] {
  return nodeSqlite() === undefined ? ['libsql'] : ['node', 'libsql'];
}

/** Opens a database; it is created if it does not exist. */
export function openSqlite(file: string, driver: Driver = drivers()[0] as Driver): Sqlite {
  return driver === 'node' ? openWithNode(file) : openWithLibsql(file);
}

interface NodeSqlite {
  readonly DatabaseSync: new (
    file: string,
  ) => {
    exec(sql: string): void;
    prepare(sql: string): { run(...cells: Cell[]): unknown; all(...cells: Cell[]): unknown[] };
    close(): void;
  };
}

let loaded: NodeSqlite | undefined;

/** Since Node 22.13, without a flag. */
function nodeSqlite(): NodeSqlite | undefined {
  loaded ??= withoutExperimentalWarning(() => process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined);
  return loaded;
}

function openWithNode(file: string): Sqlite {
  const database = new (nodeSqlite() as NodeSqlite).DatabaseSync(file);
  return {
    exec: sql => database.exec(sql),
    prepare: sql => {
      const statement = database.prepare(sql);
      return {
        run: (...cells) => void statement.run(...cells),
        all: (...cells) => statement.all(...cells) as Row[],
      };
    },
    close: () => database.close(),
  };
}

type Libsql = new (
  file: string,
) => {
  exec(sql: string): void;
  prepare(sql: string): {
    run(cells: readonly Cell[]): unknown;
    all(cells: readonly Cell[]): Record<string, unknown>[];
  };
  close(): void;
};

function openWithLibsql(file: string): Sqlite {
  const Database = createRequire(import.meta.url)('libsql') as Libsql;
  const database = new Database(file);
  return {
    exec: sql => database.exec(sql),
    prepare: sql => {
      const statement = database.prepare(sql);
      return {
        run: (...cells) => void statement.run(cells),
        all: (...cells) => statement.all(cells).map(bytesInPlaceOfBuffers),
      };
    },
    close: () => database.close(),
  };
}

function bytesInPlaceOfBuffers(row: Record<string, unknown>): Row {
  for (const [column, cell] of Object.entries(row)) if (cell instanceof ArrayBuffer) row[column] = new Uint8Array(cell);
  return row as Row;
}

/** Node says once that its SQLite is experimental; that is for us to know. Every other warning is given. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = (...args: readonly unknown[]) => {
    if (args[1] !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, args);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
