import { threads } from '@glompo/backend-threads';
import { backendConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

// Every fault in every placement is tried by the acceptance tests (`npm run test:full`).
describeConformance('threads', backendConformance({ backend: threads, faults: 'quick' }));
