import { type Checkpoint, checkpointIn, identityOf } from './checkpoint-rows.js';
import { schemaIn } from './record-file.js';
import { RecordReader } from './record-reader.js';
import { openSqlite, type Sqlite } from './sqlite.js';

/** What a file says that may be a checkpoint: undefined if it is none. */
export function lookInto(
  file: string,
): (Checkpoint & { readonly scheduled: boolean; readonly identity: string }) | undefined {
  try {
    return withSqlite(file, sqlite => {
      const version = schemaIn(sqlite);
      if (version === 0) return undefined;
      const reader = new RecordReader(sqlite, version);
      const checkpoint = checkpointIn(reader, file);
      return checkpoint && { ...checkpoint, identity: identityOf(reader) };
    });
  } catch {
    // It is something else.
    return undefined;
  }
}

export function withSqlite<T>(file: string, work: (sqlite: Sqlite) => T): T {
  const sqlite = openSqlite(file);
  try {
    return work(sqlite);
  } finally {
    sqlite.close();
  }
}
