import { type OptionsSpec, type PartTable, parts, type Registry, type RegistryEntry } from '@glompo/core';
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
  hunters: () => listedParts(parts.hunters),
  checkers: () => listedParts(parts.checkers),
  selectors: () => listedParts(parts.selectors),
  'start-points': () => listedParts(parts.startPoints),
  sharing: () => listedParts(parts.sharing),
};

function listedParts<Made, Nested>({ parts }: PartTable<Made, Nested>): readonly Listed[] {
  return parts.map(({ name, description, options, nested }) => ({
    name,
    description,
    options: listedOptions(options),
    ...(nested && { nested: nested.expected }),
  }));
}

/** Plugins are imported here to be asked what they take; one that cannot be does not hide the others. */
function plugins(
  registry: Registry,
  kind: RegistryEntry['kind'],
  ask: (entry: RegistryEntry) => Promise<{ readonly description?: string; readonly options?: OptionsSpec | undefined }>,
): Promise<readonly Listed[]> {
  return Promise.all(
    registry.entries(kind).map(async entry => {
      const listed = { name: entry.name, package: entry.package };
      try {
        const { description, options } = await ask(entry);
        return { ...listed, ...(description && { description }), options: options && listedOptions(options) };
      } catch (error) {
        return { ...listed, options: undefined, problem: (error as Error).message };
      }
    }),
  );
}
