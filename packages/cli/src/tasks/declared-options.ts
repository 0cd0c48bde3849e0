import type { OptionsSpec } from '@glompo/core';
import { hostEnvironment } from '@glompo/core/node';

/**
 * The options that a task module declares beside its default export: `export const options = defineOptions({ … })`. Imports the module;
 * undefined if it declares none or cannot be imported, which the study will tell better.
 */
export async function declaredOptions(module: string): Promise<OptionsSpec | undefined> {
  let options: unknown;
  try {
    ({ options } = (await hostEnvironment().importModule(module)) as { readonly options?: unknown });
  } catch {
    return undefined;
  }
  if (typeof options !== 'object' || options === null) return undefined;
  const isSpec = Object.values(options).every(
    option =>
      typeof option === 'object' &&
      option !== null &&
      typeof option.type === 'string' &&
      typeof option.description === 'string',
  );
  return isSpec ? (options as OptionsSpec) : undefined;
}
