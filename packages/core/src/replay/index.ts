export type { Alternative } from './alternative.js';
export { type ReplayOptions, replayStudy } from './replay-study.js';
export type {
  Fate,
  RecordedMoment,
  RecordedSummary,
  ReplayedAlternative,
  ReplayReport,
  SelectorAgreement,
  Verdict,
} from './report.js';
