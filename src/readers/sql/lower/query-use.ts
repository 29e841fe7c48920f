import type { Node } from 'libpg-query';
import type { QueryUse } from '../../../core/operation.js';
export function queryUse(_: Node | undefined): QueryUse {
  return { relations: [], columns: [], star: false, functions: [], output: [] };
}
