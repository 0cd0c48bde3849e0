import { defineOptions, parseOptions } from '@glompo/core/plugin';
import {
  type CommonOptions,
  checkNames,
  commonNames,
  only,
  type PreparedCommon,
  prepareCommon,
} from './common-options.js';
import { parsePattern } from './placeholders.js';

/** Options of `persistentProgram`. */
export interface PersistentOptions extends CommonOptions {
  /** Seconds that it may take to start: until its line `{"ready": true}`; without one, its first answer may take so much more. Default 60 if there is a `timeout`. */
  readonly startTimeout?: number | undefined;
}

/** The same, checked, as plain data that travels. */
export type PreparedPersistent = PreparedCommon & { readonly startTimeout?: number };

const flat = defineOptions({
  startTimeout: {
    type: 'number',
    above: 0,
    max: 2_000_000,
    optional: true,
    description: 'seconds that it may take to start',
  },
});

/**
 * Checks a command and its options.
 *
 * @throws GlompoError `GLOMPO_OPTION`, `GLOMPO_BOUNDS`
 */
export function preparePersistent(command: unknown, options: unknown): PreparedPersistent {
  const where = 'persistentProgram';
  const given = checkNames(options, [...Object.keys(flat), ...commonNames], where);
  const common = prepareCommon(command, given, where);
  const { startTimeout } = parseOptions(flat, only(given, Object.keys(flat)), where);
  // It is started once for many points, which it reads on stdin.
  for (const word of common.words) parsePattern(word, { names: [], facts: ['directory'] }, `${where}: command`);
  return { ...common, ...(startTimeout !== undefined && { startTimeout }) };
}
