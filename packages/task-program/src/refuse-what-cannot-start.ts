import { GlompoError } from '@glompo/core/plugin';
import type { PreparedCommon } from './common-options.js';
import { obstacle } from './executable.js';

/**
 * A program that is not there is refused before a study begins, and where a worker that has not got it loads the task: each trial would fail.
 *
 * @throws GlompoError `GLOMPO_OPTION`
 */
export function refuseWhatCannotStart({ words, env, baseDirectory }: PreparedCommon, where: string): void {
  const [program] = words as readonly [string];
  // One that depends on the point is seen when it is started.
  if (/[{}]/.test(program)) return;
  const problem = obstacle(program, env['PATH'] ?? process.env['PATH'] ?? '', baseDirectory);
  if (problem !== undefined) throw new GlompoError('GLOMPO_OPTION', `${where}: command: ${problem}`);
}
