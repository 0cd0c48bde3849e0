import { processes } from '@glompo/backend-processes';
import { backendConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

// Every fault in every placement is tried by the acceptance tests (`npm run test:full`).
describeConformance('processes', backendConformance({ backend: processes, faults: 'quick' }));
