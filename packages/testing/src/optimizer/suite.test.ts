import { optimizerConformance } from '@glompo/testing';
import walk from '@glompo/testing/fixtures/walk.plugin.js';
import { describeConformance } from '@glompo/testing/vitest';

describeConformance('walk', optimizerConformance({ plugin: walk }));
describeConformance(
  'walk with gradients',
  optimizerConformance({ plugin: walk, options: { gradient: true, population: 4 } }),
);
