export { all } from './all.js';
export { any } from './any.js';
export { type ConditionDefinition, type ConditionFactory, defineCondition, type Verdict } from './define-condition.js';
export { formatCondition } from './format-condition.js';
export { not } from './not.js';
