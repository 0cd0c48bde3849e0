import { formatCondition, GlompoError, Mistakes } from '@glompo/core';
import { openRecord } from '@glompo/store';
import { together } from '../args/mistakes.js';
import type { Args } from '../args/read-args.js';
import { wholeNumber } from '../args/values.js';
import { exitCodes } from '../output/exit-codes.js';
import { openRegistry } from '../plugins/open-registry.js';
import { readPluginFiles } from '../plugins/plugin-files.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { changed, readAsked } from '../recording/asked.js';
import { afterInterventions } from '../recording/interventions.js';
import { pluginsNotGiven, readWithoutPlugins } from '../recording/plugin-files.js';
import { limitFlags } from '../study/limit-flags.js';
import { stopOfArgs } from '../study/study-of-args.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { changeFlags } from './flags.js';
import { ask } from './living-study.js';

/** `glompo change DIR …`: other limits, or more or fewer slots, for the study that runs in DIR. */
export const change: Command = async (given, streams) => {
  const operands = 'DIR';
  const { directory, flags } = argsAbout(given, { name: 'change', operands, flags: changeFlags });
  const mistakes = new Mistakes();
  const [text] = flags.get('slots') ?? [];
  const slots = mistakes.inSync(() => (text === undefined ? undefined : wholeNumber('slots', text)));
  const limits = new Map([...flags].filter(([name]) => limitFlags.includes(name)));
  if (text === undefined && limits.size === 0)
    throw new GlompoError(
      'GLOMPO_OPTION',
      'expected what shall be different, such as glompo change DIR --max-evaluations 20000',
    );
  if (limits.size > 0) {
    const folder = workingDirectory();
    const registry = openRegistry(folder);
    const now = limitsNow(directory, limits);
    await readPluginFiles(mistakes, registry, flags.get('plugin'), folder);
    const stop = await together(mistakes, () =>
      readWithoutPlugins(pluginsNotGiven(now, { flags }), () => stopOfArgs(now, registry)),
    );
    const condition = formatCondition(stop);
    await ask(directory, { type: 'stop-when', condition }, streams);
  }
  mistakes.throwIfAny();
  if (slots !== undefined) await ask(directory, { type: 'slots', slots }, streams);
  return exitCodes.ok;
};

/** What the study was asked for, with these limits in place of its own of the same kind. */
function limitsNow(directory: string, limits: Args['flags']): Args {
  using record = openRecord(directory);
  const before = afterInterventions(readAsked(record.asked()).args, record);
  return changed(before, { flags: limits, others: [] });
}
