// What tasks, optimizers and other plugins are written with. Each worker loads it, so it is kept small: nothing that manages is in it.

export { nextMacrotask } from './backends/macrotask.js';
export type {
  AnyBackendPlugin,
  Backend,
  BackendPlugin,
  BackendTraits,
  CallOptions,
  OpenOptions,
  Output,
  Workers,
} from './contracts/backend.js';
export type { OptimizerChoice, RunOptions } from './contracts/choice.js';
export type {
  Checker,
  Chosen,
  Condition,
  ConditionContext,
  Hunter,
  Memory,
  Selection,
  Selector,
  Start,
  StartContext,
  StartPoints,
} from './contracts/decision.js';
export type { Descriptor } from './contracts/descriptor.js';
export type { Minimum } from './contracts/minimum.js';
export type {
  InjectionMode,
  Optimizer,
  OptimizerContext,
  OptimizerOptions,
  OptimizerPlugin,
  OptimizerStart,
  OptimizerTraits,
  Space,
} from './contracts/optimizer.js';
export type { Bounds, IntegerParameter, Parameter, RealParameter } from './contracts/parameter.js';
export type { MaybePromise, Plain, PlainObject } from './contracts/plain.js';
export type { Random, RandomState } from './contracts/random.js';
export type { Reason } from './contracts/reason.js';
export type { Share, SharedRun, Sharer, Sharing, SharingCounts } from './contracts/sharing.js';
export {
  defineTask,
  type Evaluation,
  type Proposal,
  type Task,
  type TaskDefinition,
  type TaskFactory,
  type TaskModule,
  type TrialContext,
  type Want,
} from './contracts/task.js';
export type { TrialCounts } from './contracts/trial-counts.js';
export type { Variation } from './contracts/variation.js';
export type {
  EndedRun,
  Found,
  HunterView,
  HuntView,
  Progress,
  RunCounts,
  RunStatus,
  RunView,
  StudyView,
} from './contracts/view.js';
export { bug, type ErrorCode, errorCodes, GlompoError } from './errors/glompo-error.js';
export { suggest } from './errors/nearest.js';
export {
  defineOptions,
  expectation,
  type Input,
  type Option,
  type OptionsSpec,
  type Parsed,
  parseOptions,
  show,
} from './options/options.js';
export { createRandom } from './random/streams.js';
export { optimizer, optimizerFactory } from './registry/choice.js';
export {
  afterRun,
  nextRestart,
  noRestarts,
  type Regime,
  type Restart,
  type Restarts,
} from './selectors/restart-plan.js';
export { type SequentialBody, type SequentialState, sequential } from './sequential/sequential.js';
export { box, checkKinds, checkParameters, isLogarithmic, parametersFromBounds } from './space/parameters.js';
export { type SearchSpace, searchSpace } from './space/search-space.js';
