import { expression } from '@glompo/task-expression';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

for (const text of ['(x-1)^2 + 10*sin(y)', 'x > 0 ? x + exp(-abs(y)) : hypot(x, y, z)']) {
  describeConformance(text, taskConformance({ task: expression(text) }));
}
