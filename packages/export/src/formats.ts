import { writeCsv } from './csv.js';
import { writeHdf5 } from './hdf5/write-hdf5.js';
import { writeJson } from './json.js';
import type { OutputFile } from './output-file.js';
import { writeParquet } from './parquet.js';
import type { RecordedStudy } from './recorded-study.js';
import { writeYml } from './yml.js';

interface Format {
  /** What its file is called where nothing else is said. */
  readonly file: string;
  /** Yields wherever others may go on meanwhile. */
  readonly write: (file: OutputFile, study: RecordedStudy) => Generator<void>;
}

const formats = {
  hdf5: { file: 'glompo_log.h5', write: writeHdf5 },
  csv: { file: 'trials.csv', write: writeCsv },
  parquet: { file: 'trials.parquet', write: writeParquet },
  json: { file: 'study.json', write: writeJson },
  yml: { file: 'glompo_manager_log.yml', write: writeYml },
} as const satisfies Readonly<Record<string, Format>>;

export type ExportFormat = keyof typeof formats;

/** Formats with the names that their files have by default. */
export const exportFiles = Object.fromEntries(
  Object.entries(formats).map(([name, { file }]) => [name, file]),
) as Readonly<Record<ExportFormat, string>>;

export function formatOf(name: ExportFormat): Format {
  return formats[name];
}
