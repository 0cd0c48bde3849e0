export { processes } from '@glompo/backend-processes';
export { threads } from '@glompo/backend-threads';
export {
  type Backend,
  type Bounds,
  box,
  type Checker,
  createStudy,
  defineTask,
  type Evaluation,
  GlompoError,
  type Hunter,
  inline,
  type OptimizerChoice,
  optimizer,
  type Parameter,
  type Reason,
  type Study,
  type StudyEvent,
  type StudyOptions,
  type StudyResult,
  type StudyView,
  type Task,
  type TaskModule,
  type TrialContext,
} from '@glompo/core';
export { lbfgs, nelderMead, randomSearch, step } from '@glompo/optimizer-classic';
export { cmaes } from '@glompo/optimizer-cmaes';
export { type MinimizeOptions, minimize, type Objective } from './minimize.js';
export { defaultOptimizers, defaultSelector } from './study/default-optimizers.js';
export {
  defineStudy,
  type NamedCondition,
  type NamedOptimizer,
  type NamedPart,
  type StudyFile,
} from './study-file/define-study.js';
export { studyFromFile } from './study-file/study-from-file.js';
