import { type OptimizerPlugin, type OptimizerTraits, pluginApi, show } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ensure } from '../cases/expect.js';
import type { OptimizerSubject } from './subject.js';

/** What a plugin says about itself. */
export const pluginLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'is a plugin: name, API version, module, traits, methods',
    check({ plugin, options }) {
      const { name, api, module, traits } = plugin as Partial<OptimizerPlugin>;
      ensure(typeof name === 'string' && name !== '', () => `name: expected a text, got ${show(name)}`);
      ensure(api === pluginApi, () => `api: expected ${pluginApi}, got ${show(api)}`);
      ensure(isUrl(module), () => `module: expected an absolute URL (import.meta.url), got ${show(module)}`);
      ensureTraits(traits, 'traits');
      for (const method of ['parse', 'create'] as const) {
        ensure(
          typeof plugin[method] === 'function',
          () => `${method}: expected a function, got ${show(plugin[method])}`,
        );
      }
      if (plugin.traitsOf !== undefined) ensureTraits(plugin.traitsOf(plugin.parse(options)), 'traitsOf(options)');
    },
  },
  {
    name: 'is the default export of the module that it names',
    async check({ plugin }) {
      const { default: found } = (await import(/* @vite-ignore */ plugin.module)) as { default?: unknown };
      // A test runner may hold a copy of the module of its own, so the names are compared, not the objects.
      const { name, api, module } = (found ?? {}) as Partial<OptimizerPlugin>;
      ensure(
        name === plugin.name && api === plugin.api && module === plugin.module,
        () => `${plugin.module}: expected the plugin "${plugin.name}" as default export, got ${show(found)}`,
      );
    },
  },
];

function ensureTraits(traits: Partial<OptimizerTraits> | undefined, what: string): void {
  ensure(typeof traits?.asynchronous === 'boolean', () => `${what}.asynchronous: expected true or false`);
  const kinds: unknown = traits.kinds;
  ensure(
    Array.isArray(kinds) && kinds.length > 0 && kinds.every(kind => typeof kind === 'string'),
    () => `${what}.kinds: expected a list of kinds of parameters, got ${show(kinds)}`,
  );
}

function isUrl(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text);
}
