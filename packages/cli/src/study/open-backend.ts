import { type Backend, type Call, GlompoError, optionsOfCall, type Registry, suggest } from '@glompo/core';

const withOptimizer = 'with-optimizer';
/** No backend, but the word for choosing among them by measuring the task. */
export const auto = 'auto';

/** The backend that a call names. @throws GlompoError */
export function openBackend(call: Call, registry: Registry): Promise<Backend> {
  return open(call, registry, []);
}

/** The backend that a call names, or `with-optimizer`. @throws GlompoError */
export async function openTrials(call: Call, registry: Registry): Promise<Backend | 'with-optimizer'> {
  if (call.name === withOptimizer) {
    takesNoOptions(call);
    return withOptimizer;
  }
  return open(call, registry, [withOptimizer]);
}

/** @throws GlompoError for a word of the command line's that is called with options */
export function takesNoOptions({ name, positional, named }: Call): void {
  if (positional.length > 0 || Object.keys(named).length > 0)
    throw new GlompoError('GLOMPO_OPTION', `${name}: takes no options`);
}

async function open(call: Call, registry: Registry, others: readonly string[]): Promise<Backend> {
  if (call.name === auto)
    throw new GlompoError(
      'GLOMPO_OPTION',
      `${auto} is for the whole study (--optimizers-on ${auto}), got it for one optimizer`,
    );
  if (!registry.has('backend', call.name)) {
    const known = [...others, ...registry.entries('backend').map(({ name }) => name)];
    throw new GlompoError('GLOMPO_PLUGIN_UNKNOWN', `unknown backend "${call.name}"${suggest(call.name, known)}`);
  }
  return registry.backend(call.name, optionsOfCall(call));
}
