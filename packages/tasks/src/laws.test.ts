import * as tasks from '@glompo/tasks';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

const { knownMinimum: _, ...factories } = tasks;

for (const [name, factory] of Object.entries(factories))
  describeConformance(name, taskConformance({ task: factory() }));
describeConformance(
  'lennardJones of 38 atoms',
  taskConformance({ task: tasks.lennardJones({ atoms: 38 }), points: 4 }),
);
