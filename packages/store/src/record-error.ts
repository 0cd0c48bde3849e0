import { GlompoError } from '@glompo/core';
import { resultCode, resultCodes } from './sqlite.js';

/** Whatever went wrong with a record, in words, with the folder that it is in. */
export function recordError(error: unknown, directory: string): GlompoError {
  if (GlompoError.is(error, 'GLOMPO_RECORD')) {
    const { message, cause } = error;
    return /^the (record in|checkpoint) /.test(message) ? error : refused(directory, message, cause ?? error);
  }
  if (GlompoError.is(error)) return error;
  const told = error instanceof Error ? error.message : String(error);
  return refused(directory, inWords(error, told), error);
}

/** Whatever went wrong with a checkpoint of a study. */
export function checkpointError(
  error: unknown,
  { directory, file }: { readonly directory: string; readonly file: string },
): GlompoError {
  if (GlompoError.is(error)) return recordError(error, directory);
  const told = error instanceof Error ? error.message : String(error);
  return new GlompoError(
    'GLOMPO_RECORD',
    `the checkpoint ${file} of the study in ${directory}: ${inWords(error, told)}`,
    { cause: error },
  );
}

/** @param why how the sentence goes on that begins with the record and its folder */
export function refused(directory: string, why: string, cause?: unknown): GlompoError {
  return new GlompoError('GLOMPO_RECORD', `the record in ${directory}: ${why}`, { cause });
}

export function damaged(what: string): GlompoError {
  return new GlompoError('GLOMPO_RECORD', `it is damaged: ${what}`);
}

/** Of the file system, where a folder cannot be made. */
const noPermission: readonly unknown[] = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST', 'EISDIR'];
const noSpace: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function inWords(error: unknown, told: string): string {
  switch (codeOf(error)) {
    case resultCodes.corrupt:
    case resultCodes.notADatabase:
      return `it is damaged, or no record at all (${told})`;
    case resultCodes.full:
      return `the disk is full (${told}): what was recorded before is kept`;
    case resultCodes.io:
      return `the disk does not do what it should, or is full (${told}): what was recorded before is kept`;
    case resultCodes.readOnly:
    case resultCodes.cannotOpen:
      return `its files cannot be opened or written (${told}): is the folder there, and may you write in it?`;
    case resultCodes.busy:
      return `another program keeps it locked (${told})`;
    default:
      return told;
  }
}

function codeOf(error: unknown): number | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (noPermission.includes(code)) return resultCodes.cannotOpen;
  return noSpace.includes(code) ? resultCodes.full : resultCode(error);
}
