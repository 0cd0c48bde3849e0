import type { StudyOptions } from '@glompo/core';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { studyOfArgs } from '../study/study-of-args.js';
import { argsOfStudyFile } from './args-of-study-file.js';

/**
 * The options of `createStudy` that a study file describes, as `glompo run` would read it; what it says about the record (`dir`, checkpoints) is
 * checked, and left to the caller. A file in code is imported; nothing else is started.
 *
 * ```js
 * const study = createStudy({ ...(await studyFromFile('study.yaml')), seed: 7 });
 * ```
 *
 * @param path from the working directory; what the file names is relative to the file
 * @throws GlompoError about every mistake at once, each with its place
 */
export async function studyFromFile(path: string): Promise<StudyOptions> {
  const folder = workingDirectory();
  const surroundings = { registry: openRegistry(folder), workingDirectory: folder };
  return studyOfArgs(await argsOfStudyFile(path, surroundings), surroundings);
}
