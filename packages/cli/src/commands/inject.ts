import { GlompoError } from '@glompo/core';
import { finiteNumber } from '../args/values.js';
import { exitCodes } from '../output/exit-codes.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { pointsIn } from '../study/start-points.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { injectFlags } from './flags.js';
import { ask, runNumber } from './living-study.js';

/** `glompo inject DIR POINT [--value V] [--run N]`: a run more starts there; or, with its value, optimizers hear of the point. */
export const inject: Command = async (given, streams) => {
  const operands = 'DIR POINT';
  const { directory, rest, flags } = argsAbout(given, { name: 'inject', operands, flags: injectFlags });
  const [text] = rest;
  const [point, ...more] = (text === undefined ? undefined : pointsIn(text, workingDirectory())) ?? [];
  if (point === undefined || more.length > 0)
    throw new GlompoError('GLOMPO_OPTION', 'POINT: expected one point, such as 1,2,3 or @best.json');
  const [value] = flags.get('value') ?? [];
  const [run] = flags.get('run') ?? [];
  if (value === undefined && run !== undefined)
    throw new GlompoError('GLOMPO_OPTION', '--run: an optimizer hears of a point with its value: --value says it');
  const x = Float64Array.from(point);
  await ask(
    directory,
    value === undefined
      ? { type: 'start-run', point: x }
      : {
          ...{ type: 'inject', point: x, value: finiteNumber('value', value) },
          ...(run !== undefined && { run: runNumber(run) }),
        },
    streams,
  );
  return exitCodes.ok;
};
