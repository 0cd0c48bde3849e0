import { inline } from '@glompo/core';
import { backendConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

describeConformance('the inline backend', backendConformance({ backend: inline }));
