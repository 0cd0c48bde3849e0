import { join } from 'node:path';
import { openRecord } from '@glompo/store';
import { count, printable } from '../output/figures.js';
import type { Streams } from '../output/streams.js';

/** The program shall not stay for a summary that nobody reads as a whole. */
const mostRuns = 5_000;

/** Leaves the summary of a study beside its record. Where that cannot be, the result is no worse for it. */
export async function summarise(directory: string, streams: Streams): Promise<void> {
  const { exportFiles, writeSummary } = await import('@glompo/export');
  try {
    using record = openRecord(directory);
    const { started } = record.overview().runs;
    if (started > mostRuns) {
      streams.err(`no summary of ${count(started, 'run')} is written: glompo export --format yml makes it\n`);
      return;
    }
    await writeSummary(record, join(directory, exportFiles.yml));
  } catch (error) {
    streams.err(`the summary was not written: ${printable(error instanceof Error ? error.message : String(error))}\n`);
  }
}
