import type { AnyBackendPlugin, Backend, BackendPlugin } from '../contracts/backend.js';
import type { OptimizerPlugin } from '../contracts/optimizer.js';
import type { PlainObject } from '../contracts/plain.js';
import type { TaskModule } from '../contracts/task.js';
import { GlompoError } from '../errors/glompo-error.js';
import { suggest } from '../errors/nearest.js';
import type { Part } from '../grammar/part.js';
import { show } from '../options/options.js';
import { type GivenPart, type MoreParts, type PartKind, type PartsByKind, partOf } from '../parts/more-parts.js';
import { parts as builtIn } from '../parts/parts.js';
import { namesIn } from './names-in.js';

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
  readonly hunters?: Readonly<Record<string, string>>;
  readonly checkers?: Readonly<Record<string, string>>;
  readonly selectors?: Readonly<Record<string, string>>;
  readonly startPoints?: Readonly<Record<string, string>>;
}

/** The kinds of plugins as a manifest names them, and one of each in words. */
export const pluginKinds = {
  optimizers: 'optimizer',
  backends: 'backend',
  tasks: 'task',
  hunters: 'hunter',
  checkers: 'checker',
  selectors: 'selector',
  startPoints: 'start points',
} as const;
const kinds = Object.keys(pluginKinds) as readonly (keyof typeof pluginKinds)[];
export type PluginKind = (typeof pluginKinds)[keyof typeof pluginKinds];

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
  /**
   * Parts of decisions, of whatever kinds: which one a part is, is said by where text names it. Text that names one whose name another part
   * of that kind has, a built-in one or a package's, is refused.
   *
   * @throws GlompoError `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_DUPLICATE` if two that were added have one name
   */
  addParts(parts: readonly GivenPart<unknown>[], from?: string): this;
  /** @throws GlompoError `GLOMPO_PLUGIN_UNKNOWN` with the nearest known names, `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_API` */
  optimizer(name: string): Promise<OptimizerPlugin>;
  backendPlugin(name: string): Promise<BackendPlugin>;
  backend(name: string, options?: PlainObject): Promise<Backend>;
  task(name: string, options?: PlainObject): TaskModule;
  /**
   * What `text` may name beside the built-in parts, for `parseHunter` and the like: all that were added, and those of packages that it does
   * name, which are imported.
   *
   * @throws GlompoError `GLOMPO_SYNTAX` if the text cannot be read, `GLOMPO_PLUGIN_INVALID`, `GLOMPO_PLUGIN_DUPLICATE`
   */
  parts<Kind extends PartKind>(kind: Kind, text: string): Promise<MoreParts<Kind>>;
  /** A package's part, imported. @throws GlompoError `GLOMPO_PLUGIN_UNKNOWN`, `GLOMPO_PLUGIN_INVALID` */
  part<Kind extends PartKind>(kind: Kind, name: string): Promise<PartOfKind<Kind>>;
  has(kind: PluginKind, name: string): boolean;
  entries(kind?: PluginKind): readonly RegistryEntry[];
}

type PartOfKind<Kind extends PartKind> = Part<PartsByKind[Kind][0], PartsByKind[Kind][1]>;

interface StoredEntry extends RegistryEntry {
  load?(): Promise<unknown>;
}

export function createRegistry(manifests: readonly PluginManifest[] = []): Registry {
  const stored = new Map<string, StoredEntry>();
  const loose = new Map<string, { readonly part: Part<unknown>; readonly from: string }>();

  function add(entry: StoredEntry): void {
    const key = `${entry.kind} ${entry.name}`;
    const other = stored.get(key) ?? builtInEntry(entry);
    if (other !== undefined) {
      if (other.module !== undefined && other.module === entry.module) return;
      throw duplicate(entry, other);
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
        for (const [name, module] of Object.entries(manifest[kind] ?? {})) {
          const word = pluginKinds[kind];
          add({
            kind: word,
            name,
            package: manifest.package,
            module,
            load: () => importDefault(module, `${word} "${name}" of ${manifest.package}`),
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
    addParts(parts, from = 'this program') {
      for (const given of parts) {
        const part = partOf(given, `a part from ${from}`);
        const other = loose.get(part.name);
        if (other !== undefined && other.part !== part)
          throw duplicate({ kind: 'part', name: part.name, package: from }, { package: other.from });
        loose.set(part.name, { part, from });
      }
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
    async parts(kind, text) {
      const word = pluginKinds[kind];
      const names = namesIn(text);
      const entries = registry.entries(word);
      const named = entries.filter(({ name }) => names.has(name));
      for (const entry of named) {
        const other = loose.get(entry.name);
        if (other !== undefined) throw duplicate({ ...entry, package: other.from }, entry);
      }
      const imported = await Promise.all(named.map(({ name }) => registry.part(kind, name)));
      const added = [...loose.values()].map(({ part }) => part as PartOfKind<typeof kind>);
      return { parts: [...added, ...imported], known: entries.map(({ name }) => name) };
    },
    async part<Kind extends PartKind>(kind: Kind, name: string) {
      const word = pluginKinds[kind];
      const entry = find(word, name);
      const what = `${word} "${name}" of ${entry.package}`;
      const part = partOf((await entry.load?.()) as GivenPart<unknown>, what) as unknown as PartOfKind<Kind>;
      if (part.name !== name)
        throw new GlompoError(
          'GLOMPO_PLUGIN_INVALID',
          `${what} calls itself ${show(part.name)}: the name in package.json must be the same`,
        );
      return part;
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

function builtInEntry({
  kind,
  name,
}: RegistryEntry): { readonly package: string; readonly module?: string } | undefined {
  const table = (Object.keys(builtIn) as PartKind[]).find(each => pluginKinds[each] === kind);
  const isBuiltIn = table !== undefined && builtIn[table].parts.some(part => part.name === name);
  return isBuiltIn ? { package: '@glompo/core' } : undefined;
}

function duplicate(
  { kind, name, package: from }: Pick<RegistryEntry, 'name' | 'package'> & { readonly kind: string },
  other: Pick<RegistryEntry, 'package'>,
): GlompoError {
  return new GlompoError(
    'GLOMPO_PLUGIN_DUPLICATE',
    `two plugins have the name ${kind} "${name}": one in ${other.package}, one in ${from}; ` +
      'remove one of the packages, or import the wanted plugin and pass it as an object',
  );
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
