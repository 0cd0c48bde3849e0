import type { StudyResult } from '@glompo/core';
import { expect, test } from 'vitest';
import { resultJson } from './result-json.js';

test('numbers that JSON does not have are texts, packed numbers are lists', () => {
  const result = {
    value: 1e-7,
    point: Float64Array.of(1, -0, 2 ** -1074),
    reason: {
      by: 'x',
      message: 'y',
      data: { best: Number.POSITIVE_INFINITY, row: Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY) },
    },
  } as unknown as StudyResult;
  expect(resultJson(result, { task: 't', parameters: ['a', 'b', 'c'] })).toBe(
    '{"task":"t","value":1e-7,"point":[1,0,5e-324],"parameters":["a","b","c"],"reason":{"by":"x","message":"y","data":{"best":"Infinity","row":["NaN","-Infinity"]}}}',
  );
});
