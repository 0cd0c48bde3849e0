import { defineOptions, GlompoError, type Input, type Parsed, parseOptions, show } from '@glompo/core';

/** The options of `processes` that text can give, as lists show them; `env` is for programs. */
export const processesOptions = defineOptions({
  maxHeapMb: {
    type: 'integer',
    min: 16,
    optional: true,
    description:
      "megabytes of JavaScript objects that a worker may hold before it is ended; by default what Node allows. Typed arrays and native code are not counted. A --max-old-space-size of the manager's own goes before it",
  },
  nice: {
    type: 'integer',
    min: 0,
    max: 19,
    default: 0,
    description: 'how far the workers, with all that they start, stand back behind other programs for the processor',
  },
  startTimeout: {
    type: 'number',
    above: 0,
    default: 60,
    description: 'seconds that a worker may take to start',
  },
  terminateGraceMs: {
    type: 'number',
    min: 0,
    default: 100,
    description:
      'milliseconds that a worker and the programs that it has started have to end after SIGTERM, before SIGKILL; 0: they are killed at once',
  },
});

/** Variables that workers find in their environment, beside those of the manager. */
type Environment = { readonly [name: string]: string };

/** Options of the backend `processes`. */
export type ProcessesInput = Input<typeof processesOptions> & { readonly env?: Environment };
export type ProcessesOptions = Parsed<typeof processesOptions> & { readonly env?: Environment };

/** @throws GlompoError `GLOMPO_OPTION` */
export function parseProcessesOptions(options: unknown): ProcessesOptions {
  if (typeof options !== 'object' || options === null || !('env' in options)) {
    return parseOptions(processesOptions, options, 'processes');
  }
  const { env, ...rest } = options;
  return {
    ...parseOptions(processesOptions, rest, 'processes'),
    ...(env !== undefined && { env: checkEnvironment(env) }),
  };
}

function checkEnvironment(env: unknown): Environment {
  if (typeof env !== 'object' || env === null || Array.isArray(env)) throw envError('an object of texts', env);
  for (const [name, value] of Object.entries(env)) {
    if (typeof value !== 'string') throw envError(`a text for ${name}`, value);
  }
  return env as Environment;
}

function envError(expected: string, got: unknown): GlompoError {
  return new GlompoError('GLOMPO_OPTION', `processes: env: expected ${expected}, got ${show(got)}`);
}
