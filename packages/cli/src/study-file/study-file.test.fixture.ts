import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GlompoError } from '@glompo/core';
import { readArgs } from '../args/read-args.js';
import { runFlags } from '../commands/run-flags.js';
import { project, taskSource } from '../glompo.test.fixture.js';
import { openRegistry } from '../plugins/open-registry.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';

export const argsOf = (words: readonly string[]) => readArgs(words, runFlags);

/** A project in which study files are tried. */
export function openStudyFiles() {
  const home = project({
    'engine/engine.task.mjs': taskSource('([x]) => x * x'),
    'engine/points.txt': '0.25\n0.5\n',
  });
  symlinkSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)), join(home.path, 'node_modules'));
  const place = { registry: openRegistry(home.path), workingDirectory: home.path };
  let count = 0;

  /** A file with this text in the project. */
  const fileWith = (text: string, extension: string): string => {
    const path = `study-${count++}.${extension}`;
    writeFileSync(join(home.path, path), text);
    return path;
  };

  /** What is wrong with such a file, which is called F. */
  const mistakesIn = async (text: string, extension = 'yaml'): Promise<string> => {
    const path = fileWith(text, extension);
    const failure: unknown = await argsOfStudyFile(path, place)
      .then(args => studyOfArgs(args, place, { isRecorded: args.flags.has('dir') }))
      .then(
        () => undefined,
        error => error,
      );
    if (!(failure instanceof GlompoError)) throw failure ?? new Error('there was no mistake');
    return failure.message.replaceAll(path, 'F');
  };

  return { home, place, fileWith, mistakesIn, close: () => home[Symbol.dispose]() };
}
