import { expect, it } from 'vitest';
import { context, recordedRun, recordedStudy } from '../conditions/recorded-views.test.fixture.js';
import { optimizerType } from './optimizer-type.js';

it('says yes to victims whose optimizer has the name', () => {
  const view = {
    study: recordedStudy(),
    hunter: recordedRun([1], { optimizer: 'lbfgs' }),
    victim: recordedRun([2], { id: 2, optimizer: 'cmaes' }),
  };
  expect(optimizerType('lbfgs').test(view, context())).toBeUndefined();
  expect(optimizerType('CMAES').test(view, context())).toBeUndefined();
  expect(optimizerType('cmaes').test(view, context())).toEqual({
    by: 'optimizerType',
    message: 'the optimizer is "cmaes"',
    data: { optimizer: 'cmaes' },
  });
});
