import { pathToFileURL } from 'node:url';
import { type GivenPart, GlompoError, Mistakes, type OptimizerPlugin, type Registry, show } from '@glompo/core';
import { hostEnvironment } from '@glompo/core/node';
import { readEach } from '../args/mistakes.js';
import { underFlag } from '../args/values.js';
import { isOfNames } from '../recording/plugin-files.js';
import { type FoundPlugin, findPlugin } from './find-plugin.js';
import { manifestOf } from './manifest.js';
import { packageModule } from './package-module.js';

/**
 * Registers the plugins of what `--plugin` names: all that a package says it has, or what the module that is imported exports, by default or by name:
 * parts (what `defineCondition` and `definePart` give) and optimizer plugins. Only what the user names is given here, never what a record names.
 *
 * @throws GlompoError `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_DUPLICATE`, `GLOMPO_PLUGIN_API`, about all of them of which that is so
 */
export async function addPluginFiles(
  registry: Registry,
  given: readonly string[] | undefined,
  workingDirectory: string,
): Promise<Registry> {
  await readEach(given ?? [], text =>
    underFlag('plugin', async () => {
      const plugin = findPlugin(text, workingDirectory);
      const manifest = plugin.type === 'package' ? manifestOf(plugin.found) : undefined;
      if (manifest !== undefined) registry.addManifest(manifest);
      else addExports(registry, await importModule(text, fileOf(text, plugin)), text);
    }),
  );
  return registry;
}

/** The module of a package that does not say which plugins it has. */
function fileOf(text: string, plugin: FoundPlugin): string {
  if (plugin.type === 'file') return plugin.path;
  const file = packageModule(plugin.found, '.');
  if (file !== undefined) return file;
  throw new GlompoError(
    'GLOMPO_PLUGIN_INVALID',
    `${show(text)} is a package that has neither plugins (glompo in its package.json) nor a module to import`,
  );
}

function addExports(registry: Registry, module: object, text: string): void {
  const exported = new Set(Object.values(module));
  const parts = [...exported].filter(isPart);
  const optimizers = [...exported].filter(isOptimizer);
  if (parts.length + optimizers.length === 0)
    throw new GlompoError(
      'GLOMPO_PLUGIN_INVALID',
      `${text} exports no part and no optimizer: expected what defineCondition, definePart or an optimizer plugin is, such as export default defineCondition({ … })`,
    );
  const mistakes = new Mistakes();
  for (const part of parts) mistakes.inSync(() => registering(text, () => registry.addParts([part], text)));
  for (const plugin of optimizers) mistakes.inSync(() => registering(text, () => registry.addOptimizer(plugin, text)));
  mistakes.throwIfAny();
}

/** The same, with what is wrong kept in `mistakes`: what one of them would have brought along is not unknown then; a slip of the pen is. */
export async function readPluginFiles(mistakes: Mistakes, ...given: Parameters<typeof addPluginFiles>): Promise<void> {
  const read = await mistakes.in(() => addPluginFiles(...given));
  if (read === undefined) mistakes.ignore(error => isOfNames(error) && !error.message.includes('; did you mean "'));
}

async function importModule(text: string, path: string): Promise<object> {
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
