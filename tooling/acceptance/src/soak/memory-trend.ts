import { leastSteps, trendOf } from './trend.js';

/** Bytes that this process has, garbage collected. */
export interface Memory {
  readonly heap: number;
  /** What objects of the heap hold outside of it, … */
  readonly external: number;
  /** … of which are buffers. */
  readonly arrayBuffers: number;
  readonly resident: number;
}

export function memoryNow(): Memory {
  // Twice: what the first collection finalises, the second one frees.
  for (let i = 0; i < 2; i++) globalThis.gc?.();
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed, external, arrayBuffers, resident: rss };
}

/**
 * Bytes per study that are no leak. One that is costs each study something, at the very least a run's options and points. What is resident
 * is what the allocator has not given back, and comes to rest much later.
 */
const tolerated: Readonly<Record<keyof Memory, number>> = {
  heap: 15_000,
  external: 10_000,
  arrayBuffers: 10_000,
  resident: 1_500_000,
};
/** Less likely than one in ten thousand by chance. */
const certain = 3.7;

/** What grows from study to study, in sentences. Only the later half counts: in the earlier one code is still being loaded and compiled. */
export function growth(all: readonly Memory[]): { readonly summary: string; readonly leaks: readonly string[] } {
  const studies = all.slice(Math.ceil(all.length / 2));
  if (studies.length < leastSteps)
    return {
      summary: `memory: ${all.length} studies are too few to say anything: ${2 * leastSteps} are enough`,
      leaks: [],
    };
  const trends = Object.entries(tolerated).map(([what, most]) => {
    const values = studies.map(each => each[what as keyof Memory]);
    const { perStep, z } = trendOf(values);
    const text = `${what} ${mb(values[0] as number)} to ${mb(values.at(-1) as number)}, ${(perStep / 1000).toFixed(1)} kB a study (z ${z.toFixed(1)})`;
    return { text, isLeak: perStep > most && z > certain };
  });
  return {
    summary: `memory: ${trends.map(({ text }) => text).join('; ')}`,
    leaks: trends.flatMap(({ text, isLeak }) => (isLeak ? [`it grows from study to study: ${text}`] : [])),
  };
}

function mb(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
