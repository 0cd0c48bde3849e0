import { type Call, createRandom, optionsOfCall, type Random, type SearchSpace, searchSpace } from '@glompo/core';
import { type CmaesInput, cmaesPlugin } from '@glompo/optimizer-cmaes';
import type { Method, Notes } from './method.js';

/** More doublings of the population than any budget can pay for: restarts end with the budget. */
const maxRestarts = 30;

/** Our CMA-ES with BIPOP restarts and no manager, from a point anywhere in the box; `bipop(sigma=0.2)` takes the options of `cmaes`. */
export function bipop(call: Call): Method {
  const given = optionsOfCall(call, cmaesPlugin.options) as CmaesInput;
  const options = cmaesPlugin.parse({ restarts: 'bipop', maxRestarts, ...given });
  return {
    run({ task }, meter, { seed }): Notes {
      const space = searchSpace(task.parameters);
      const random = createRandom(seed);
      const start = { point: anywhere(space, random) };
      const optimizer = cmaesPlugin.create({ space, start, random }, options);
      while (optimizer.stop === undefined && !meter.over) {
        const proposals = optimizer.ask(Number.MAX_SAFE_INTEGER);
        const told: { value: number }[] = [];
        for (const { x } of proposals) {
          const value = meter.value(space.plain ? x.slice() : space.toTask(x.slice()));
          told.push({ value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value });
          if (meter.over) return {};
        }
        optimizer.tell(proposals, told);
      }
      return optimizer.stop === undefined ? {} : { reason: optimizer.stop.message };
    },
  };
}

/** Uniform in the box, as runs of a study start. */
function anywhere({ low, high }: SearchSpace, random: Random): Float64Array {
  return low.map((from, i) => Math.min(high[i] as number, from + ((high[i] as number) - from) * random.uniform()));
}
