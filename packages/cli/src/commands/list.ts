import { formatCondition, GlompoError, Mistakes, suggest } from '@glompo/core';
import { defaultHunters } from '@glompo/core/hunters';
import { readEach } from '../args/mistakes.js';
import { readArgs, refuseOthers } from '../args/read-args.js';
import { catalogue } from '../catalogue/catalogue.js';
import { describe } from '../catalogue/describe.js';
import { exitCodes } from '../output/exit-codes.js';
import { wrapped } from '../output/wrapped.js';
import { openRegistry } from '../plugins/open-registry.js';
import { workingDirectory } from '../plugins/working-directory.js';
import type { Command } from './command.js';
import { commonFlags, listFlags } from './flags.js';

/** `glompo list [KIND …] [--json]`: what there is, with options, defaults and descriptions. */
export const list: Command = async (given, streams) => {
  const known = [...listFlags, ...commonFlags];
  const mistakes = new Mistakes();
  const { positionals, flags, others } = readArgs(given, known, mistakes);
  mistakes.inSync(() => refuseOthers(others, 'list', known));
  const asked = await mistakes.in(() => readEach(positionals, kindOf));
  mistakes.throwIfAny();
  const kinds = asked && asked.length > 0 ? asked : Object.keys(catalogue);
  const registry = openRegistry(workingDirectory());
  const lists = await Promise.all(kinds.map(async kind => [kind, (await catalogue[kind]?.(registry)) ?? []] as const));
  streams.out(
    flags.has('json')
      ? `${JSON.stringify(Object.fromEntries(lists))}\n`
      : lists.map(([kind, entries]) => `${kind}\n${describe(entries)}${afterword(kind)}`).join('\n'),
  );
  return exitCodes.ok;
};

/** One of a kind may be asked for, too: `glompo list hunter`. */
function kindOf(word: string): string {
  const kind = [word, `${word}s`].find(each => Object.hasOwn(catalogue, each));
  if (kind === undefined)
    throw new GlompoError('GLOMPO_OPTION', `list: unknown kind "${word}"${suggest(word, Object.keys(catalogue))}`);
  return kind;
}

const autoPlacement =
  '  Where none is given, or auto: glompo run chooses among these by measuring the task; glompo doctor tells what it would choose, and why.';

function afterword(kind: string): string {
  if (kind === 'backends') return wrapped(autoPlacement, 6);
  if (kind !== 'hunters') return '';
  return wrapped(`  Where none is given: ${formatCondition(defaultHunters())}`, 6);
}
