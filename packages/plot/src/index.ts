export { plotBest } from './best/plot-best.js';
export { plotParameters } from './parameters/plot-parameters.js';
export type { Recorded } from './reading/study-facts.js';
export { plotSlots } from './slots/plot-slots.js';
export { plotTrajectories } from './trajectories/plot-trajectories.js';
export type { ScaleName } from './value-scale.js';
