import type { OperationKind, OperationOf } from '../core/operation.js';
import type { State } from './state.js';

/** How the operations of each kind change the schema. Kinds that do not are left out. */
export type Handlers = { readonly [K in OperationKind]?: (state: State, operation: OperationOf<K>) => void };
