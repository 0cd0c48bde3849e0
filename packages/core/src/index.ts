export { inline } from './backends/inline.js';
export { formatCondition } from './conditions/format-condition.js';
export { isPlainObject } from './contracts/is-plain-object.js';
export { Mistakes, MistakesTogether, retold } from './errors/mistakes-together.js';
export { optionsOfCall, type PartTable } from './grammar/build-part.js';
export type { Call, CallValue } from './grammar/call.js';
export { formatCall, formatValue } from './grammar/format-call.js';
export { parseCall, parseValue } from './grammar/parse-call.js';
export { definePart, type Part, type PartDefinition, type PartFactory } from './grammar/part.js';
export type { DecisionMemory } from './manager/decision-memory.js';
export type { EventOf, StudyEvent, StudyEventBody } from './manager/events.js';
export type { FailedTrials, FailureConsequence } from './manager/failed-trials.js';
export type { RunHistory, StudyHistory } from './manager/history.js';
export { checkIntervention, type Intervention } from './manager/intervention.js';
export type { LiveRunLimits } from './manager/live-run-limits.js';
export type { OrderMemory } from './manager/order-memory.js';
export type { Placement } from './manager/placement.js';
export { fewestSpared, type HuntRegret, type RegretMemory, type Sentence } from './manager/regret.js';
export type { StudyResult } from './manager/result.js';
export { emptySlotReport, type SlotReport } from './manager/slot-report.js';
export type { SlotTime } from './manager/slot-time.js';
export { createStudy, type Study } from './manager/study.js';
export type { StudyOptions } from './manager/study-options.js';
export type {
  Moment,
  RecordedRun,
  RecordedSession,
  RecordedType,
  StudyOverview,
  StudyRecord,
} from './manager/study-record.js';
export { arrivalOf, type End } from './minima/arrivals.js';
export { mostMinima } from './minima/minima.js';
export { type FoundMinima, reportMinima } from './minima/report.js';
export { fewestRuns, type UnseenMinima } from './minima/unseen.js';
export type { GivenPart, MoreParts, PartKind, PartsByKind } from './parts/more-parts.js';
export {
  parseChecker,
  parseHunter,
  parseSelector,
  parseSharing,
  parseStartPoints,
  readSelector,
} from './parts/parse-parts.js';
export { parts } from './parts/parts.js';
export * from './plugin.js';
export {
  createRegistry,
  type PluginKind,
  type PluginManifest,
  pluginApi,
  pluginKinds,
  type Registry,
  type RegistryEntry,
} from './registry/registry.js';
export type { Estimate } from './statistics/estimate.js';
