export { analyseExpression, columnNamesOf } from './analyse.js';
export type { ExpressionAnalysis } from './analyse.js';
export { excludesBound, provesBound } from './bounds.js';
export { provesNotNull } from './not-null.js';
export type { ColumnUse, ExpressionNode, FunctionUse, TypeUse } from './tree.js';
export { builtInVolatility, functionVolatility, volatilityOf } from '../volatility.js';
export type { ExpressionVolatility } from '../volatility.js';
export { isAlwaysTrue, limitsToKeyRange } from './where.js';
