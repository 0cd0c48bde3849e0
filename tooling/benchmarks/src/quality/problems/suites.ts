// Multimodal functions of different kinds, and one valley; at 50,000 evaluations.
const classic = [
  ['schwefel', 'dims=20'],
  ['rastrigin', 'dims=10'],
  ['griewank', 'dims=10'],
  ['ackley', 'dims=10'],
  ['michalewicz', 'dims=10'],
  ['levy', 'dims=10'],
  ['langermann', ''],
  ['shubert', 'dims=4'],
  ['deceptive', 'dims=10'],
  ['rosenbrock', 'dims=10'],
  ['shekel', ''],
] as const;

/** Lists of functions by one word. */
export const suites: Readonly<Record<string, readonly string[]>> = {
  classic: classic.map(([name, options]) => `${name}(${options})`),
  // The same, each moved to a random place and turned by a random rotation.
  moved: classic.map(([name, options]) => `${name}(${options}${options && ', '}shift=true, rotation=true)`),
  bbob: ['bbob(function=1..24)'],
};
