import { threads } from '@glompo/backend-threads';
import { backendConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

describeConformance('threads', backendConformance({ backend: threads }));
