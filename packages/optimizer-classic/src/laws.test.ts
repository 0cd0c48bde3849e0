import lbfgs from '@glompo/optimizer-classic/lbfgs.plugin.js';
import nelderMead from '@glompo/optimizer-classic/nelder-mead.plugin.js';
import randomSearch from '@glompo/optimizer-classic/random-search.plugin.js';
import step from '@glompo/optimizer-classic/step.plugin.js';
import { optimizerConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

const deterministic = { 'proposes other points for another seed': 'it is deterministic: it takes no chance' };

describeConformance('random-search', optimizerConformance({ plugin: randomSearch }));
describeConformance(
  'random-search that stops',
  optimizerConformance({ plugin: randomSearch, options: { maxPoints: 150 } }),
);
for (const options of [{}, { coefficients: 'standard', step: 0.5, sizeTolerance: 0 }]) {
  const title = `nelder-mead ${JSON.stringify(options)}`;
  describeConformance(title, optimizerConformance({ plugin: nelderMead, options, except: deterministic }));
}
for (const options of [
  {},
  { differences: 'refined', valueTolerance: 0.1 },
  { memory: 2, differences: 'central', gradientTolerance: 0, valueTolerance: 0 },
]) {
  const title = `lbfgs ${JSON.stringify(options)}`;
  describeConformance(title, optimizerConformance({ plugin: lbfgs, options, except: deterministic }));
}
describeConformance('step', optimizerConformance({ plugin: step, except: deterministic }));
