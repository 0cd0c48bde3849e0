import type { AnyBackendPlugin, Backend, BackendPlugin } from '../contracts/backend.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { PlainObject } from '../contracts/plain.js';
import type { TaskModule } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { suggest } from '../errors/nearest.js';
import { show } from '../options/options.js';

/** The plugin API of this version of core. */
export const pluginApi = 1;

/** What a package's `package.json` says under `glompo`, with its module paths resolved to URLs. Reading it imports nothing. */
export interface PluginManifest {
  /** The package, for messages. */
  readonly package: string;
  readonly version?: string;
  readonly api: number;
  readonly optimizers?: Readonly<Record<string, string>>;
  readonly backends?: Readonly<Record<string, string>>;
  readonly tasks?: Readonly<Record<string, string>>;
}

const kinds = ['optimizer', 'backend', 'task'] as const;
export type PluginKind = (typeof kinds)[number];

/** One registered name. */
export interface RegistryEntry {
  readonly kind: PluginKind;
  readonly name: string;
  /** Where it comes from, for messages and lists. */
  readonly package: string;
  /** URL of the module whose default export it is; absent for plugins that were registered as objects. */
  readonly module?: string;
}

/** Plugins by kind and name. Registering is explicit; importing a package registers nothing. */
export interface Registry {
  /** @throws GlompoError `GLOMPO_PLUGIN_API`, `GLOMPO_PLUGIN_DUPLICATE` */
  addManifest(manifest: PluginManifest): this;
  addOptimizer(plugin: OptimizerPlugin, from?: string): this;
  addBackend(plugin: AnyBackendPlugin, from?: string): this;
  /** @throws GlompoError `GLOMPO_PLUGIN_UNKNOWN` with the nearest known names, `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_API` */
  optimizer(name: string): Promise<OptimizerPlugin>;
  backendPlugin(name: string): Promise<BackendPlugin>;
  backend(name: string, options?: PlainObject): Promise<Backend>;
  task(name: string, options?: PlainObject): TaskModule;
  has(kind: PluginKind, name: string): boolean;
  entries(kind?: PluginKind): readonly RegistryEntry[];
}

interface StoredEntry extends RegistryEntry {
  load?(): Promise<unknown>;
}

export function createRegistry(manifests: readonly PluginManifest[] = []): Registry {
  const stored = new Map<string, StoredEntry>();

  function add(entry: StoredEntry): void {
    const key = `${entry.kind} ${entry.name}`;
    const other = stored.get(key);
    if (other !== undefined) {
      if (other.module !== undefined && other.module === entry.module) return;
      throw new GlompoError(
        'GLOMPO_PLUGIN_DUPLICATE',
        `two plugins have the name ${entry.kind} "${entry.name}": one in ${other.package}, one in ${entry.package}; ` +
          'remove one of the packages, or import the wanted plugin and pass it as an object',
      );
    }
    stored.set(key, entry);
  }

  function find(kind: PluginKind, name: string): StoredEntry {
    const entry = stored.get(`${kind} ${name}`);
    if (entry !== undefined) return entry;
    const known = registry.entries(kind).map(e => e.name);
    throw new GlompoError(
      'GLOMPO_PLUGIN_UNKNOWN',
      `unknown ${kind} ${show(name)}${suggest(name, known)}${known.length === 0 ? `; no ${kind} is registered` : ''}`,
    );
  }

  const registry: Registry = {
    addManifest(manifest) {
      checkApi(manifest.api, manifest.package);
      for (const kind of kinds) {
        for (const [name, module] of Object.entries(manifest[`${kind}s`] ?? {})) {
          add({
            kind,
            name,
            package: manifest.package,
            module,
            load: () => importDefault(module, `${kind} "${name}" of ${manifest.package}`),
          });
        }
      }
      return registry;
    },
    addOptimizer(plugin, from = 'this program') {
      checkOptimizerPlugin(plugin, `the optimizer from ${from}`);
      add({ kind: 'optimizer', name: plugin.name, package: from, module: plugin.module, load: async () => plugin });
      return registry;
    },
    addBackend(plugin, from = 'this program') {
      checkBackendPlugin(plugin, `the backend from ${from}`);
      add({ kind: 'backend', name: plugin.name, package: from, load: async () => plugin });
      return registry;
    },
    async optimizer(name) {
      const entry = find('optimizer', name);
      return checkOptimizerPlugin(await entry.load?.(), `optimizer "${name}" of ${entry.package}`);
    },
    async backendPlugin(name) {
      const entry = find('backend', name);
      return checkBackendPlugin(await entry.load?.(), `backend "${name}" of ${entry.package}`);
    },
    async backend(name, options = {}) {
      const plugin = await registry.backendPlugin(name);
      return plugin.create(plugin.parse(options));
    },
    task(name, options = {}) {
      return { module: find('task', name).module as string, options };
    },
    has: (kind, name) => stored.has(`${kind} ${name}`),
    entries: kind =>
      [...stored.values()]
        .filter(entry => kind === undefined || entry.kind === kind)
        .map(({ load: _, ...entry }) => entry)
        .sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name)),
  };
  for (const manifest of manifests) registry.addManifest(manifest);
  return registry;
}

/** Refuses anything built for another plugin API, naming both versions. */
function checkApi(api: unknown, what: string): void {
  if (api === pluginApi) return;
  throw new GlompoError(
    'GLOMPO_PLUGIN_API',
    `${what} was built for plugin API ${show(api)}, this glompo speaks plugin API ${pluginApi}: ` +
      `${typeof api === 'number' && api > pluginApi ? 'update @glompo/core' : 'update the plugin'}`,
  );
}

/** @throws GlompoError unless `value` is an optimizer plugin for this API */
export function checkOptimizerPlugin(value: unknown, what: string): OptimizerPlugin {
  const plugin = checkShape(value, what, ['parse', 'create']);
  if (typeof plugin.module !== 'string' || typeof plugin.traits !== 'object' || plugin.traits === null) {
    throw invalid(what, 'needs `module` (its import.meta.url) and `traits`');
  }
  return value as OptimizerPlugin;
}

function checkBackendPlugin(value: unknown, what: string): BackendPlugin {
  checkShape(value, what, ['parse', 'create']);
  return value as BackendPlugin;
}

function checkShape(value: unknown, what: string, methods: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null)
    throw invalid(what, `its module has no plugin as default export, but ${show(value)}`);
  const plugin = value as Record<string, unknown>;
  checkApi(plugin.api, what);
  if (typeof plugin.name !== 'string' || plugin.name === '') throw invalid(what, 'has no name');
  for (const method of methods)
    if (typeof plugin[method] !== 'function') throw invalid(what, `has no method ${method}()`);
  return plugin;
}

function invalid(what: string, why: string): GlompoError {
  return new GlompoError('GLOMPO_PLUGIN_INVALID', `${what} is not a glompo plugin: ${why}`);
}

async function importDefault(module: string, what: string): Promise<unknown> {
  try {
    return ((await import(/* @vite-ignore */ module)) as { default?: unknown }).default;
  } catch (cause) {
    throw new GlompoError(
      'GLOMPO_PLUGIN_INVALID',
      `${what} cannot be imported from ${module}: ${(cause as Error)?.message ?? cause}`,
      { cause },
    );
  }
}
