import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type GivenPart, GlompoError, Mistakes, type OptimizerPlugin, type Registry, show } from '@glompo/core';
import { hostEnvironment } from '@glompo/core/node';
import { readEach } from '../args/mistakes.js';
import { textWithNul } from '../args/nul.js';
import { underFlag } from '../args/values.js';
import { isOfNames } from '../recording/plugin-files.js';

/**
 * Imports the files of `--plugin`, and registers what they export, by default or by name: parts (what `defineCondition` and `definePart` give) and
 * optimizer plugins. Only files that the user names are given here, never those that a record names.
 *
 * @throws GlompoError `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_DUPLICATE`, `GLOMPO_PLUGIN_API`, about all files of which that is so
 */
export async function addPluginFiles(
  registry: Registry,
  files: readonly string[] | undefined,
  workingDirectory: string,
): Promise<Registry> {
  await readEach(files ?? [], text =>
    underFlag('plugin', async () => {
      const exported = new Set(Object.values(await importFile(text, workingDirectory)));
      const parts = [...exported].filter(isPart);
      const optimizers = [...exported].filter(isOptimizer);
      if (parts.length + optimizers.length === 0)
        throw new GlompoError(
          'GLOMPO_PLUGIN_INVALID',
          `${text} exports no part and no optimizer: expected what defineCondition, definePart or an optimizer plugin is, such as export default defineCondition({ … })`,
        );
      const mistakes = new Mistakes();
      for (const part of parts) mistakes.inSync(() => registering(text, () => registry.addParts([part], text)));
      for (const plugin of optimizers)
        mistakes.inSync(() => registering(text, () => registry.addOptimizer(plugin, text)));
      mistakes.throwIfAny();
    }),
  );
  return registry;
}

/** The same, with what is wrong kept in `mistakes`: what one of them would have brought along is not unknown then; a slip of the pen is. */
export async function readPluginFiles(mistakes: Mistakes, ...given: Parameters<typeof addPluginFiles>): Promise<void> {
  const read = await mistakes.in(() => addPluginFiles(...given));
  if (read === undefined) mistakes.ignore(error => isOfNames(error) && !error.message.includes('; did you mean "'));
}

async function importFile(text: string, workingDirectory: string): Promise<object> {
  const path = text.startsWith('file:') ? pathOfUrl(text) : resolve(workingDirectory, text);
  // `%00` in an URL.
  if (path.includes('\0')) throw textWithNul(text);
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isFile())
    throw new GlompoError('GLOMPO_PLUGIN_INVALID', `${show(text)} ${status ? 'is not a file' : 'does not exist'}`);
  try {
    return (await hostEnvironment().importModule(pathToFileURL(path).href)) as object;
  } catch (cause) {
    throw new GlompoError('GLOMPO_PLUGIN_INVALID', `${show(text)} cannot be imported: ${messageOf(cause)}`, { cause });
  }
}

/** What looks at an export runs code of the file's, if that has getters. */
function registering(text: string, register: () => unknown): void {
  try {
    register();
  } catch (cause) {
    if (cause instanceof GlompoError) throw cause;
    throw new GlompoError('GLOMPO_PLUGIN_INVALID', `${show(text)} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function pathOfUrl(text: string): string {
  try {
    return fileURLToPath(text);
  } catch (cause) {
    throw new GlompoError('GLOMPO_PLUGIN_INVALID', `${show(text)}: expected a file of this machine`, { cause });
  }
}

function messageOf(cause: unknown): string {
  // A module may throw anything.
  if (!(cause instanceof Error)) return `it has thrown ${show(cause)}`;
  const { code, message } = cause as NodeJS.ErrnoException;
  const hint = code === 'ERR_MODULE_NOT_FOUND' && message.includes('@glompo/core');
  return `${message}${hint ? ' (npm install glompo where the file is)' : ''}`;
}

function isPart(value: unknown): value is GivenPart<unknown> {
  return typeof value === 'function' && 'part' in value;
}

/** Told from others by what workers find it again with. The registry looks at the rest of it. */
function isOptimizer(value: unknown): value is OptimizerPlugin {
  return typeof value === 'object' && value !== null && 'api' in value && 'module' in value;
}
