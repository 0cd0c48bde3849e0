import { resolve } from 'node:path';
import { GlompoError, show } from '@glompo/core';
import type { FromFile } from '../args/read-args.js';
import { rivalOf } from '../args/rivals.js';
import { argsOfStudyFile } from '../study-file/args-of-study-file.js';
import type { RecordedFile } from './asked.js';
import { fileHash } from './task-mark.js';
import { foreign, type GivenNow, type Place } from './trusted-task.js';

/**
 * The study file that a record names, for the objects in it that no record can hold; undefined if there are none, or all of them are replaced by
 * flags. It is imported only if it is the user's own.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export async function recordedFile(
  recorded: RecordedFile | undefined,
  { now, place }: { readonly now: GivenNow; readonly place: Place },
): Promise<FromFile | undefined> {
  const needed = recorded?.objects.filter(flag =>
    flag === 'task' ? now.task === undefined : !now.flags.has(flag) && !now.flags.has(rivalOf(flag) ?? ''),
  );
  if (recorded === undefined || needed === undefined || needed.length === 0) return undefined;
  const { path, hash } = recorded;
  const fail = (why: string) => new GlompoError('GLOMPO_OPTION', `the study file ${show(path)} ${why}`);
  const file = resolve(place.workingDirectory, path);
  const now256 = fileHash(file);
  if (now256 === undefined) throw fail('cannot be read: go on in the folder in which the study was started');
  const why = foreign(file, place);
  if (why !== undefined) throw fail(`is ${why}, and is not imported: go on in the folder of your own that holds it`);
  if (hash !== now256 && !now.flags.has('accept-changed-task'))
    throw fail('has changed since the study was started: --accept-changed-task goes on with what it says now');
  const { file: read } = await argsOfStudyFile(path, place);
  if (read === undefined) return undefined;
  const gone = needed.find(flag => !read.objects.has(flag));
  if (gone !== undefined) throw fail(`has no object any more where the study had one (${gone})`);
  // The texts are those of the record.
  return {
    ...read,
    isCommand: false,
    objects: new Map(needed.map(flag => [flag, read.objects.get(flag) ?? []])),
    mistakes: [],
    told: () => undefined,
  };
}
