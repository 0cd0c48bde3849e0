import {
  type OptionsSpec,
  type Part,
  type PartKind,
  parts,
  pluginKinds,
  type Registry,
  type RegistryEntry,
} from '@glompo/core';
import { declaredOptions } from '../tasks/declared-options.js';
import { type Listed, listedOptions } from './listed.js';

/** What `glompo list` can list, by the name of the kind. */
export const catalogue: Readonly<
  Record<string, (registry: Registry) => Promise<readonly Listed[]> | readonly Listed[]>
> = {
  optimizers: registry => plugins(registry, 'optimizer', ({ name }) => registry.optimizer(name)),
  backends: registry => plugins(registry, 'backend', ({ name }) => registry.backendPlugin(name)),
  tasks: registry =>
    plugins(registry, 'task', async ({ module }) => ({ options: await declaredOptions(module as string) })),
  hunters: registry => allParts(registry, 'hunters'),
  checkers: registry => allParts(registry, 'checkers'),
  selectors: registry => allParts(registry, 'selectors'),
  'start-points': registry => allParts(registry, 'startPoints'),
  sharing: async () => builtInParts('sharing'),
};

function builtInParts(kind: keyof typeof parts): readonly Listed[] {
  const builtIn: readonly Part<unknown, never>[] = parts[kind].parts;
  return builtIn.map(part => ({ name: part.name, ...about(part), options: listedOptions(part.options) }));
}

/** The built-in ones, then those of packages. */
async function allParts(registry: Registry, kind: PartKind): Promise<readonly Listed[]> {
  return [
    ...builtInParts(kind),
    ...(await plugins(registry, pluginKinds[kind], async ({ name }) => about(await registry.part(kind, name)))),
  ];
}

function about({ description, options, nested }: Part<unknown, never>) {
  return { description, options, ...(nested && { nested: nested.expected }) };
}

/** Plugins are imported here to be asked what they take; one that cannot be does not hide the others. */
function plugins(
  registry: Registry,
  kind: RegistryEntry['kind'],
  ask: (entry: RegistryEntry) => Promise<{
    readonly description?: string;
    readonly options?: OptionsSpec | undefined;
    readonly nested?: string;
  }>,
): Promise<readonly Listed[]> {
  return Promise.all(
    registry.entries(kind).map(async entry => {
      const listed = { name: entry.name, package: entry.package };
      try {
        const { description, options, nested } = await ask(entry);
        return {
          ...listed,
          ...(description && { description }),
          options: options && listedOptions(options),
          ...(nested && { nested }),
        };
      } catch (error) {
        return { ...listed, options: undefined, problem: (error as Error).message };
      }
    }),
  );
}
