export { compareBackends } from './compare-backends.js';
export { type MeasurePlan, quickPlan, thoroughPlan } from './measure-plan.js';
export { type MeasureOptions, measureTask } from './measure-task.js';
export type { Circumstances, ConsideredPlacement, PlacementProposal } from './placement-proposal.js';
export { proposePlacement } from './propose-placement.js';
export type { BackendMeasurement, TaskMeasurement, TrialTimes } from './task-measurement.js';
export { believedSlowdown } from './task-profile.js';
export type { MeasuredAt, TrialFeed, TrialsToMeasure } from './trial-feed.js';
