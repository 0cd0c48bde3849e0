import { optimizerConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/node';
import plugin from './compass.plugin.js';

const except = { 'proposes other points for another seed': 'nothing in it is left to chance' };

describeConformance('compass', optimizerConformance({ plugin, except }));
describeConformance('compass with small steps', optimizerConformance({ plugin, options: { step: 0.01 }, except }));
