import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../output/exit-codes.js';
import { installedPackages, ownDirectory } from '../plugins/installed-packages.js';
import { workingDirectory } from '../plugins/working-directory.js';
import type { Command } from './command.js';

/** `glompo --version`: its own version first, then Node's, core's and those of the packages with plugins. */
export const version: Command = async (_args, streams) => {
  const own = JSON.parse(readFileSync(join(ownDirectory, 'package.json'), 'utf8')) as { readonly version: string };
  const others = installedPackages(workingDirectory())
    .filter(({ name, json }) => name === '@glompo/core' || json?.glompo !== undefined)
    .map(({ name, json }) => [name, String(json?.version ?? '?')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [['glompo', own.version] as const, ['node', process.versions.node] as const, ...others];
  streams.out(rows.map(([name, at]) => `${name} ${at}\n`).join(''));
  return exitCodes.ok;
};
