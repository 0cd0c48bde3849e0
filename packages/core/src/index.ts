export { inline } from './backends/inline.js';
export { formatCondition } from './conditions/format-condition.js';
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
export type {
  Optimizer,
  OptimizerContext,
  OptimizerOptions,
  OptimizerPlugin,
  OptimizerStart,
  OptimizerTraits,
  Space,
} from './contracts/optimizer.js';
export type { Bounds, Parameter, RealParameter } from './contracts/parameter.js';
export type { MaybePromise, Plain, PlainObject } from './contracts/plain.js';
export type { Random, RandomState } from './contracts/random.js';
export type { Reason } from './contracts/reason.js';
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
export type { EndedRun, Found, HuntView, RunCounts, RunStatus, RunView, StudyView } from './contracts/view.js';
export { bug, type ErrorCode, errorCodes, GlompoError } from './errors/glompo-error.js';
export { suggest } from './errors/nearest.js';
export { optionsOfCall, type PartTable } from './grammar/build-part.js';
export type { Call, CallValue } from './grammar/call.js';
export { formatCall } from './grammar/format-call.js';
export { parseCall, parseValue } from './grammar/parse-call.js';
export type { Part, PartFactory } from './grammar/part.js';
export type { StudyEvent, StudyEventBody } from './manager/events.js';
export type { FailedTrials, FailureConsequence } from './manager/failed-trials.js';
export type { LiveRunLimits } from './manager/live-run-limits.js';
export type { Placement } from './manager/placement.js';
export type { StudyResult } from './manager/result.js';
export { emptySlotReport, type SlotReport } from './manager/slot-report.js';
export type { SlotTime } from './manager/slot-time.js';
export { createStudy, type Study } from './manager/study.js';
export type { StudyOptions } from './manager/study-options.js';
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
export { parseChecker, parseHunter, parseSelector, parseStartPoints } from './parts/parse-parts.js';
export { parts } from './parts/parts.js';
export { createRandom } from './random/streams.js';
export { optimizer, optimizerFactory } from './registry/choice.js';
export {
  createRegistry,
  type PluginKind,
  type PluginManifest,
  pluginApi,
  type Registry,
  type RegistryEntry,
} from './registry/registry.js';
export { type SequentialBody, type SequentialState, sequential } from './sequential/sequential.js';
export { box, checkKinds, checkParameters, parametersFromBounds } from './space/parameters.js';
export { type SearchSpace, searchSpace } from './space/search-space.js';
