import { processes } from '@glompo/backend-processes';
import { backendConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

describeConformance('processes', backendConformance({ backend: processes }));
