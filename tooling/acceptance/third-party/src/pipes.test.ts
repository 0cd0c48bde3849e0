import { backendConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/node';
import { pipes } from './pipes.js';

describeConformance('pipes', backendConformance({ backend: pipes }));
