import { expression } from '@glompo/task-expression';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

for (const text of ['(x-1)^2 + 10*sin(y)', '1/x', 'a*exp(-b^2) + abs(c)', 'x > 0 ? x : hypot(x, y)']) {
  describeConformance(text, taskConformance({ task: expression(text) }));
}
