import { join } from 'node:path';
import { GlompoError, suggest } from '@glompo/core';
import { type ExportFormat, exportFiles, exportStudy } from '@glompo/export';
import { openRecord } from '@glompo/store';
import { exitCodes } from '../output/exit-codes.js';
import { count, figure } from '../output/figures.js';
import { describeError } from '../output/report-error.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { exportFlags } from './flags.js';
import { onInterrupt } from './interrupts.js';

/** `glompo export DIR --format FORMAT …`: writes what is recorded there into a file for other programs. */
export const exportRecord: Command = async (given, streams) => {
  const { directory, flags } = argsAbout(given, { name: 'export', operands: 'DIR', flags: exportFlags });
  const format = formatOf(flags.get('format')?.[0]);
  const file = flags.get('to')?.[0] ?? join(directory, exportFiles[format]);
  const controller = new AbortController();
  const release = onInterrupt(() => controller.abort());
  try {
    using record = openRecord(directory);
    const done = await exportStudy(record, file, { format, force: flags.has('force'), signal: controller.signal });
    streams.out(`${file}: ${count(done.evaluations, 'evaluation')}, ${figure(done.bytes / 1e6)} MB\n`);
    return exitCodes.ok;
  } catch (error) {
    // That the disk is full is nobody's mistake.
    if (!GlompoError.is(error, 'GLOMPO_EXPORT') || error.cause === undefined) throw error;
    streams.err(describeError(error, flags.has('verbose')));
    return exitCodes.failed;
  } finally {
    release();
  }
};

function formatOf(given: string | undefined): ExportFormat {
  const known = Object.keys(exportFiles);
  if (given !== undefined && Object.hasOwn(exportFiles, given)) return given as ExportFormat;
  const got = given === undefined ? 'nothing' : `"${given}"${suggest(given, known)}`;
  throw new GlompoError('GLOMPO_OPTION', `--format: expected one of ${known.join(', ')}, got ${got}`);
}
