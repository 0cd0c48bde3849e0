import { expect, test } from 'vitest';
import { GlompoError } from '../errors/glompo-error.js';
import { LostCall, wentElsewhere } from './lost-call.js';

test.each([
  ['withdrawn', 'worker-silent', 'run 3 left its worker: it is busy'],
  ['unbegun', 'worker-lost', 'the worker of run 3 was lost: it is busy'],
  ['died', 'worker-lost', 'the worker of run 3 was lost: it is busy'],
] as const)('a run that goes on elsewhere says why: its call was %s', (how, why, message) => {
  const lost = new LostCall(how, new GlompoError('GLOMPO_WORKER_GONE', 'it is busy'));
  expect(wentElsewhere({ id: 3 }, lost)).toEqual({
    ...{ type: 'run-restored', run: 3, why },
    reason: { by: 'manager', message },
  });
});
