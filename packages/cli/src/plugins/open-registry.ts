import { type BackendPlugin, createRegistry, inline, parseOptions, type Registry } from '@glompo/core';
import { installedPackages } from './installed-packages.js';
import { manifestOf } from './manifest.js';

/** The backend that core brings along, by its name. */
const inlinePlugin: BackendPlugin = {
  name: 'inline',
  api: 1,
  description:
    "The manager's own thread: nothing to start, nothing at the same time; asynchronous evaluations overlap.",
  options: {},
  parse: options => parseOptions({}, options, 'inline'),
  create: inline,
};

/**
 * Every plugin at hand, by name; none is imported before it is used.
 *
 * @throws GlompoError `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_API`, `GLOMPO_PLUGIN_DUPLICATE`
 */
export function openRegistry(workingDirectory: string): Registry {
  const manifests = installedPackages(workingDirectory).flatMap(found => manifestOf(found) ?? []);
  return createRegistry(manifests).addBackend(inlinePlugin, '@glompo/core');
}
