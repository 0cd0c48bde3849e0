export { defaultBounds, type ExpressionBounds, type Pair } from './bounds.js';
export { type ExpressionOptions, expression, expressionVariables } from './expression.js';
export { looksLikeExpression } from './looks-like-expression.js';
