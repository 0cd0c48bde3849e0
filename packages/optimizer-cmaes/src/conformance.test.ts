import cmaesPlugin from '@glompo/optimizer-cmaes/cmaes.plugin.js';
import { optimizerConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

describeConformance('cmaes', optimizerConformance({ plugin: cmaesPlugin }));
for (const generationFraction of [0.5, 0.8]) {
  describeConformance(
    `cmaes whose generations close at ${generationFraction}`,
    optimizerConformance({ plugin: cmaesPlugin, options: { generationFraction } }),
  );
}
for (const options of [
  { boundary: 'penalty' },
  { learningRates: 'adapted', injection: 'nudged' },
  { covariance: 'separable', elitist: true },
  { covariance: 'limited', mirrored: true },
  { factor: 'symmetric', restarts: 'bipop', maxGenerations: 12 },
  { restarts: 'ipop', maxRestarts: 2, maxGenerations: 7, generationFraction: 0.6, mirrored: true, elitist: true },
]) {
  describeConformance(`cmaes with ${JSON.stringify(options)}`, optimizerConformance({ plugin: cmaesPlugin, options }));
}
describeConformance(
  'cmaes with a small population and positive weights only',
  optimizerConformance({ plugin: cmaesPlugin, options: { populationSize: 3, active: false, sigma: 1 } }),
);
