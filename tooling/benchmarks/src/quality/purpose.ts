import { ArgumentError } from '../arguments.js';

/**
 * What figures may be used for: defaults are settled on seeds below 1000 and BBOB instances 1–5, and judged once on seeds from 10,000 and
 * instances 6–15, which nobody has looked at before.
 */
export type Purpose = 'development' | 'evidence';

const firstEvidenceSeed = 10_000;

/** The instances that are taken where none are named. */
export const instancesFor: Readonly<Record<Purpose, readonly number[]>> = {
  development: [1, 2, 3, 4, 5],
  evidence: [6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
};

/**
 * @param drawn instances that are the seeds of their runs: beside seeds for development, any but those for evidence
 * @throws ArgumentError for seeds or instances of both kinds, or of neither
 */
export function purposeOf(
  seeds: readonly number[],
  instances: readonly number[],
  drawn: readonly number[] = [],
): Purpose {
  const purposes = new Set([
    ...seeds.map(seed => named('--seeds', seed, ofSeed(seed))),
    ...drawn.map(instance => ofInstance(instance) ?? named('--instances', instance, ofSeed(instance))),
    ...instances.map(instance => named('--instances', instance, ofInstance(instance))),
  ]);
  const [purpose, ...others] = purposes;
  if (purpose === undefined) throw new ArgumentError('--seeds: expected at least one');
  if (others.length > 0)
    throw new ArgumentError(
      `--seeds, --instances: some are for development, some for evidence, which must not be mixed: ${rule}`,
    );
  return purpose;
}

const rule = 'seeds below 1000 and instances 1–5 are for development, seeds from 10000 and instances 6–15 for evidence';

function named(flag: string, given: number, purpose: Purpose | undefined): Purpose {
  if (purpose === undefined) throw new ArgumentError(`${flag}: ${given} is for neither: ${rule}`);
  return purpose;
}

function ofSeed(seed: number): Purpose | undefined {
  return seed < 1000 ? 'development' : seed >= firstEvidenceSeed ? 'evidence' : undefined;
}

function ofInstance(instance: number): Purpose | undefined {
  return (['development', 'evidence'] as const).find(purpose => instancesFor[purpose].includes(instance));
}
