/** Every way in which a faulty optimizer can misbehave, with what it does, in words. */
export const optimizerFaults = {
  'throws-in-create': 'throws when it is made',
  'throws-in-ask': 'throws when it is asked',
  'throws-in-tell': 'throws when it is told',
  'throws-in-snapshot': 'throws when a snapshot is taken',
  'asks-out-of-bounds': 'proposes a point outside of the bounds',
  'asks-nan': 'proposes a point with NaN in it',
  'never-stops': 'never stops',
  'stops-at-once': 'has stopped before it was asked',
  'loops-in-ask': 'computes without end when it is asked',
  'exits-in-tell': 'ends its worker when it is told',
} as const;

export type OptimizerFault = keyof typeof optimizerFaults;
export const optimizerFaultNames = Object.keys(optimizerFaults) as readonly OptimizerFault[];
