export { bestUnmoving } from './best-unmoving.js';
export { defaultHunters } from './default-hunters.js';
export { evaluationsUnmoving } from './evaluations-unmoving.js';
export { minTrials } from './min-trials.js';
export { parameterDistance } from './parameter-distance.js';
export { valueAnnealing } from './value-annealing.js';
