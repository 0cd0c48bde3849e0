import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fits } from './checkpoint-name.js';
import { lookInto } from './look-into.js';

/**
 * Of the checkpoints that the schedule of a study has made beside this last one, also in earlier sessions, only so many are kept. Every other file is left alone.
 *
 * @param pattern of their names, with a folder before it or without
 */
export function removeOldCheckpoints(last: string, { keep, pattern }: { keep: number; pattern: string }): void {
  const folder = dirname(last);
  const identity = lookInto(last)?.identity;
  const ours = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && fits(basename(pattern), entry.name))
    .flatMap(({ name }) => lookInto(join(folder, name)) ?? [])
    .filter(found => found.scheduled && found.identity === identity)
    .sort((a, b) => a.event - b.event || a.madeAt.localeCompare(b.madeAt));
  for (const { file } of ours.slice(0, Math.max(0, ours.length - keep)))
    if (file !== last) rmSync(file, { force: true });
}
