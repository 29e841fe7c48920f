import type { OperationKind, OperationOf } from '../../core/operation.js';
import type { Scene } from './scene.js';

/** Works out the effects of operations of one kind and leaves them in the scene. */
export type Handler<K extends OperationKind> = (operation: OperationOf<K>, scene: Scene) => void;

/** The handlers of several kinds, each typed by its own. */
export type Handlers<K extends OperationKind = OperationKind> = { readonly [P in K]: Handler<P> };
