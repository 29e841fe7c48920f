import type { IrreversiblePart } from '../../core/migration.js';
import type { DjangoOperation } from './model.js';

/** The operations that stop `migrate` on its way back with an IrreversibleError. */
export function irreversibleParts(operations: readonly DjangoOperation[]): readonly IrreversiblePart[] {
  return operations.flatMap((operation): readonly IrreversiblePart[] => {
    const { span } = operation;
    if (operation.kind === 'SeparateDatabaseAndState') return irreversibleParts(operation.databaseOperations);
    if (operation.kind === 'RunSQL' && operation.reverseSql === undefined) {
      return [{ what: 'sql', missing: 'reverse_sql', span }];
    }
    if (operation.kind !== 'RunPython' || operation.reverseCode !== undefined) return [];
    const name =
      operation.code.kind === 'function' && operation.code.name !== '<lambda>' ? operation.code.name : undefined;
    return [{ what: 'code', ...(name === undefined ? {} : { name }), missing: 'reverse_code', span }];
  });
}
