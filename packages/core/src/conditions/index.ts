export { all } from './all.js';
export { any } from './any.js';
export { atLeast } from './at-least.js';
export { type ConditionDefinition, type ConditionFactory, defineCondition, type Verdict } from './define-condition.js';
export { formatCondition } from './format-condition.js';
export { lasting } from './lasting.js';
export { not } from './not.js';
export { quota } from './quota.js';
