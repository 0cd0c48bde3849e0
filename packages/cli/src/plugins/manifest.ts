import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GlompoError, type PluginManifest, pluginApi, pluginKinds, show, suggest } from '@glompo/core';
import type { InstalledPackage } from './installed-packages.js';

const kinds = Object.keys(pluginKinds) as readonly (keyof typeof pluginKinds)[];

/**
 * What a package says of its plugins, with module paths resolved; undefined if it says nothing. A manifest for another API is not looked
 * into: the registry refuses it.
 *
 * @throws GlompoError `GLOMPO_PLUGIN_INVALID` that names the package
 */
export function manifestOf({ name, directory, json, broken }: InstalledPackage): PluginManifest | undefined {
  if (json === undefined) throw invalid(name, `its package.json cannot be read: ${broken}`);
  const { glompo, version } = json;
  if (glompo === undefined) return undefined;
  if (typeof glompo !== 'object' || glompo === null || Array.isArray(glompo))
    throw invalid(name, `expected an object such as { "api": 1, "optimizers": { … } }, got ${show(glompo)}`);
  const { api, ...rest } = glompo as Record<string, unknown>;
  if (typeof api !== 'number')
    throw invalid(name, `api: expected the version of the plugin API, a number, got ${show(api)}`);
  const head = { package: name, ...(typeof version === 'string' && { version }), api };
  if (api !== pluginApi) return head;
  for (const key of Object.keys(rest)) {
    // Kinds that later versions know are none of this version's business; a slip of the pen is.
    const hint = suggest(key, kinds);
    if (!(kinds as readonly string[]).includes(key) && hint.startsWith('; did'))
      throw invalid(name, `unknown kind of plugin "${key}"${hint}`);
  }
  const modules = kinds.flatMap(kind =>
    rest[kind] === undefined ? [] : [[kind, resolveModules(rest[kind], { name, directory, kind })] as const],
  );
  return { ...head, ...Object.fromEntries(modules) };
}

function resolveModules(
  listed: unknown,
  { name, directory, kind }: { readonly name: string; readonly directory: string; readonly kind: string },
): Record<string, string> {
  if (typeof listed !== 'object' || listed === null || Array.isArray(listed))
    throw invalid(name, `${kind}: expected an object of names and modules, got ${show(listed)}`);
  return Object.fromEntries(
    Object.entries(listed).map(([plugin, path]) => {
      const inside = typeof path === 'string' && path.startsWith('./') ? join(directory, path) : undefined;
      if (!inside?.startsWith(directory + sep))
        throw invalid(
          name,
          `${kind}: ${plugin}: expected a module inside of the package, such as "./dist/${plugin}.plugin.js", got ${show(path)}`,
        );
      return [plugin, pathToFileURL(inside).href];
    }),
  );
}

function invalid(name: string, why: string): GlompoError {
  return new GlompoError('GLOMPO_PLUGIN_INVALID', `package "${name}": glompo in package.json: ${why}`);
}
