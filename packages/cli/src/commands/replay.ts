import { Mistakes } from '@glompo/core';
import { replayStudy } from '@glompo/core/replay';
import { openRecord } from '@glompo/store';
import { together } from '../args/mistakes.js';
import { exitCodes } from '../output/exit-codes.js';
import { openRegistry } from '../plugins/open-registry.js';
import { readPluginFiles } from '../plugins/plugin-files.js';
import { workingDirectory } from '../plugins/working-directory.js';
import { alternativesOf } from '../replay/alternatives.js';
import { ownHunters, withOwnHunters } from '../replay/own-hunters.js';
import { replayJson } from '../replay/replay-json.js';
import { tellReplay } from '../replay/tell-replay.js';
import { argsAbout } from './args-about.js';
import type { Command } from './command.js';
import { replayFlags } from './replay-flags.js';

/** `glompo replay DIR …`: runs other decisions over the study that is recorded there; nothing is evaluated. */
export const replay: Command = async (given, streams) => {
  const args = argsAbout(given, { name: 'replay', operands: 'DIR', flags: replayFlags });
  const folder = workingDirectory();
  const registry = openRegistry(folder);
  const mistakes = new Mistakes();
  await readPluginFiles(mistakes, registry, args.flags.get('plugin'), folder);
  const others = await together(mistakes, () => alternativesOf(args, registry));
  using record = openRecord(args.directory);
  const own = await ownHunters(record, registry);
  const alternatives = [
    ...(own.alternative ? [own.alternative] : []),
    ...others.map(other => withOwnHunters(other, own)),
  ];
  const report = await replayStudy(record, alternatives, { registry });
  streams.out(args.flags.has('json') ? replayJson(report, alternatives) : tellReplay(report, alternatives, own.why));
  return exitCodes.ok;
};
