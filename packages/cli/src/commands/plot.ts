import { extname, join } from 'node:path';
import { GlompoError } from '@glompo/core';
import { toPng } from '@glompo/plot/png';
import { openRecord } from '@glompo/store';
import type { Args } from '../args/read-args.js';
import { oneOf, positiveInteger } from '../args/values.js';
import { exitCodes } from '../output/exit-codes.js';
import { fileName, type PictureName, picture, pictureNames } from '../pictures/picture.js';
import { checkReplaceable, writePicture } from '../pictures/write-picture.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { plotFlags } from './flags.js';

/** `glompo plot DIR …`: draws pictures of the study that is recorded there, and prints the names of the files. */
export const plot: Command = async (given, streams) => {
  const { directory, flags } = argsAbout(given, { name: 'plot', operands: 'DIR', flags: plotFlags });
  const value = (name: string) => flags.get(name)?.[0];
  const scale = oneOf('scale', value('scale') ?? 'auto', ['auto', 'linear', 'log']);
  const over = oneOf('over', value('over') ?? 'evaluations', ['evaluations', 'seconds']);
  const runText = value('run');
  const run = runText === undefined ? undefined : positiveInteger('run', runText);
  const names = whatOf(flags);
  const place = placeOf(flags, directory, names);

  using record = openRecord(directory);
  const options = { scale, over, run };
  const pictures = names.map(name => ({
    name,
    files: place.formats.map(format => ({ format, path: place.path(`${fileName(name, options)}.${format}`) })),
  }));
  // Before the work of drawing; each is looked at once more before it is written.
  for (const { files } of pictures) for (const { path } of files) checkReplaceable(path);
  for (const { name, files } of pictures) {
    const svg = picture(name, record, options);
    for (const { format, path } of files) {
      writePicture(path, format === 'svg' ? svg : await toPng(svg));
      streams.out(`${path}\n`);
    }
  }
  return exitCodes.ok;
};

function whatOf(flags: Args['flags']): readonly PictureName[] {
  const given = (flags.get('what') ?? []).map(text => oneOf('what', text, pictureNames));
  return given.length === 0 ? pictureNames : [...new Set(given)];
}

/** Where pictures go: a folder, or one file whose ending says its format. */
function placeOf(flags: Args['flags'], directory: string, names: readonly PictureName[]) {
  const to = flags.get('to')?.[0];
  const asked = flags.get('format')?.[0];
  const format = asked === undefined ? undefined : oneOf('format', asked, ['svg', 'png', 'both']);
  const ending = to === undefined ? undefined : extname(to).toLowerCase();
  if (to !== undefined && (ending === '.svg' || ending === '.png')) {
    if (names.length > 1)
      throw new GlompoError('GLOMPO_OPTION', `--to: ${to} is one file: --what says which picture, such as --what best`);
    const own = ending === '.svg' ? ('svg' as const) : ('png' as const);
    if (format !== undefined && format !== own)
      throw new GlompoError('GLOMPO_OPTION', `--format: ${format} does not fit --to ${to}: leave one of them out`);
    return { formats: [own], path: () => to };
  }
  const folder = to ?? join(directory, 'plots');
  const formats = format === undefined || format === 'both' ? (['svg', 'png'] as const) : [format];
  return { formats, path: (file: string) => join(folder, file) };
}
