import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { GlompoError, type StudyRecord, suggest } from '@glompo/core';
import { type ExportFormat, exportFiles, formatOf } from './formats.js';
import { OutputFile } from './output-file.js';
import { RecordedStudy } from './recorded-study.js';
import { summaryMark } from './yml.js';

/** Others may go on after so many milliseconds of work. */
const sliceMs = 50;

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Replace a file that is there already. Default: it is refused. */
  readonly force?: boolean;
  /** Ends it, and nothing is left. */
  readonly signal?: AbortSignal;
}

export interface Exported {
  readonly file: string;
  /** Its size. */
  readonly bytes: number;
  /** Trials that the study had when the export began. */
  readonly evaluations: number;
}

/**
 * Writes what is recorded of a study into a file, as it stands now: also of one that is under way. Nothing is kept in memory but a piece of it,
 * and the file has its name only when it is whole.
 *
 * @throws GlompoError `GLOMPO_EXPORT` if the file is there already or cannot be written, `GLOMPO_RECORD` if there is no study or it is damaged,
 *   `GLOMPO_INTERRUPTED` if it is aborted, `GLOMPO_OPTION`
 */
export async function exportStudy(
  record: StudyRecord,
  file: string,
  { format, force = false, signal }: ExportOptions,
): Promise<Exported> {
  if (!Object.hasOwn(exportFiles, format)) {
    const known = Object.keys(exportFiles);
    const given = String(format);
    const message = `format: expected ${known.join(', ')}, got "${given}"${suggest(given, known)}`;
    throw new GlompoError('GLOMPO_OPTION', message);
  }
  using output = new OutputFile(file, { force });
  const study = new RecordedStudy(record);
  let rested = performance.now();
  for (const _ of formatOf(format).write(output, study)) {
    if (performance.now() - rested < sliceMs) continue;
    await setImmediate();
    if (signal?.aborted)
      throw new GlompoError('GLOMPO_INTERRUPTED', `the export to ${file} was interrupted: nothing was written`);
    rested = performance.now();
  }
  const bytes = output.position;
  output.finish();
  return { file, bytes, evaluations: study.last.evaluations };
}

/**
 * Writes the summary of a study, as `exportStudy` does in the format `yml`, in place of an earlier one.
 *
 * @throws GlompoError `GLOMPO_EXPORT`, also if the file is there and is no summary: it is left alone
 */
export async function writeSummary(record: StudyRecord, file: string): Promise<void> {
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there !== undefined && !(there.isFile() && beginsWith(file, `${summaryMark}\n`)))
    throw new GlompoError('GLOMPO_EXPORT', `${file} was not written by glompo, and is left alone`);
  await exportStudy(record, file, { format: 'yml', force: there !== undefined });
}

function beginsWith(file: string, text: string): boolean {
  const start = Buffer.alloc(Buffer.byteLength(text));
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    // What may not be read is somebody else's.
    return false;
  }
  try {
    return readSync(descriptor, start, 0, start.length, 0) === start.length && start.toString() === text;
  } finally {
    closeSync(descriptor);
  }
}
