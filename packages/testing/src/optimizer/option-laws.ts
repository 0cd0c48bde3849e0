import type { Plain, PlainObject } from '@glompo/core';
import type { Law } from '../cases/conformance-case.js';
import { ensure, ensurePlain, ensureRefused, ensureSame } from '../cases/expect.js';
import type { OptimizerSubject } from './subject.js';

/** What a plugin does with options. */
export const optionLaws: readonly Law<OptimizerSubject>[] = [
  {
    name: 'parses options into plain data, and what it has parsed into the same',
    check({ plugin, options }) {
      const given = frozen(options);
      const parsed = plugin.parse(given);
      ensurePlain(parsed, 'parsed options');
      ensureSame(plugin.parse(given), parsed, 'options parsed a second time');
      ensureSame(plugin.parse(parsed), parsed, 'parsed options, parsed again');
      for (const [name, value] of Object.entries((given ?? {}) as PlainObject)) {
        if (value === undefined) continue;
        ensure(
          Object.hasOwn((parsed ?? {}) as PlainObject, name),
          `the option ${name} was given and is not among the parsed options`,
        );
      }
    },
  },
  {
    name: 'refuses an unknown option by its name',
    check: ({ plugin, options }) =>
      ensureRefused(() => plugin.parse({ ...(options as PlainObject), noSuchOption: 1 }), {
        code: 'GLOMPO_OPTION',
        words: [plugin.name, 'noSuchOption'],
        what: 'the option noSuchOption',
      }),
  },
  {
    name: 'refuses an option of the wrong type by its name',
    async check({ plugin, options }) {
      const parsed = plugin.parse(options);
      for (const [name, value] of Object.entries((parsed ?? {}) as PlainObject)) {
        for (const wrong of ofOtherTypes(value)) {
          await ensureRefused(() => plugin.parse({ ...(options as PlainObject), [name]: wrong }), {
            code: 'GLOMPO_OPTION',
            words: [plugin.name, name],
            what: `${name}: ${String(wrong)}`,
          });
        }
      }
    },
  },
  {
    name: 'refuses options that are no object',
    async check({ plugin }) {
      for (const given of ['fast', 42, true, [1, 2]]) {
        await ensureRefused(() => plugin.parse(given), {
          code: 'GLOMPO_OPTION',
          words: [plugin.name],
          what: `${JSON.stringify(given)} instead of options`,
        });
      }
    },
  },
];

function ofOtherTypes(value: Plain | undefined): readonly unknown[] {
  switch (typeof value) {
    case 'number':
      return ['two', Number.NaN, true, {}];
    case 'boolean':
      return ['perhaps', 2];
    case 'string':
      return [42, false, []];
    default:
      return [() => 'a function'];
  }
}

function frozen(options: unknown): unknown {
  return typeof options === 'object' && options !== null ? Object.freeze({ ...options }) : options;
}
