export { analyseExpression, columnNamesOf } from './analyse.js';
export { excludesBound, provesBound } from './bounds.js';
export { indexColumnName } from './column-name.js';
export { provesNotNull } from './not-null.js';
export { renameColumnIn } from './rename.js';
export type { ExpressionNode } from './tree.js';
export { builtInVolatility, volatilityOf } from '../volatility.js';
export { isAlwaysTrue, limitsToKeyRange } from './where.js';
