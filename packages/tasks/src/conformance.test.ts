import { readFileSync } from 'node:fs';
import { lennardJones } from '@glompo/tasks';
import { taskConformance } from '@glompo/testing';
import { describeConformance } from '@glompo/testing/vitest';

const { glompo } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly glompo: { readonly tasks: Readonly<Record<string, string>> };
};

for (const [name, path] of Object.entries(glompo.tasks)) {
  const module = new URL(`../${path}`, import.meta.url).href;
  // Far out it oscillates within a millionth of a coordinate; its gradient is compared near its minimum, with the known minima.
  const except =
    name === 'trigonometric'
      ? { 'gives gradients that agree with central differences of its values': 'it oscillates too fast far out' }
      : {};
  describeConformance(name, taskConformance({ task: { module }, except }));
}
describeConformance('lennard-jones with 38 atoms', taskConformance({ task: lennardJones({ atoms: 38 }), points: 4 }));
