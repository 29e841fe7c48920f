import type { DjangoOperationKind } from '../model.js';
import { lastName } from '../reading.js';

/** A class of operation: its kind and the names of its positional parameters. */
export interface OperationClass {
  readonly kind: Exclude<DjangoOperationKind, 'Opaque'>;
  readonly parameters: readonly string[];
  /** The extension that `HStoreExtension` and its like create. */
  readonly extension?: string;
}

/** Read in `django/db/migrations/operations` and `django/contrib/postgres/operations.py`. */
const classes: Readonly<Record<string, OperationClass>> = {
  CreateModel: { kind: 'CreateModel', parameters: ['name', 'fields', 'options', 'bases', 'managers'] },
  DeleteModel: { kind: 'DeleteModel', parameters: ['name'] },
  RenameModel: { kind: 'RenameModel', parameters: ['old_name', 'new_name'] },
  AlterModelTable: { kind: 'AlterModelTable', parameters: ['name', 'table'] },
  AlterModelTableComment: { kind: 'AlterModelTableComment', parameters: ['name', 'table_comment'] },
  AlterUniqueTogether: { kind: 'AlterUniqueTogether', parameters: ['name', 'unique_together'] },
  AlterIndexTogether: { kind: 'AlterIndexTogether', parameters: ['name', 'index_together'] },
  AlterOrderWithRespectTo: { kind: 'AlterOrderWithRespectTo', parameters: ['name', 'order_with_respect_to'] },
  AlterModelOptions: { kind: 'AlterModelOptions', parameters: ['name', 'options'] },
  AlterModelManagers: { kind: 'AlterModelManagers', parameters: ['name', 'managers'] },
  AddField: { kind: 'AddField', parameters: ['model_name', 'name', 'field', 'preserve_default'] },
  AlterField: { kind: 'AlterField', parameters: ['model_name', 'name', 'field', 'preserve_default'] },
  RemoveField: { kind: 'RemoveField', parameters: ['model_name', 'name', 'field'] },
  RenameField: { kind: 'RenameField', parameters: ['model_name', 'old_name', 'new_name'] },
  AddIndex: { kind: 'AddIndex', parameters: ['model_name', 'index'] },
  RemoveIndex: { kind: 'RemoveIndex', parameters: ['model_name', 'name'] },
  RenameIndex: { kind: 'RenameIndex', parameters: ['model_name', 'new_name', 'old_name', 'old_fields'] },
  AddConstraint: { kind: 'AddConstraint', parameters: ['model_name', 'constraint'] },
  RemoveConstraint: { kind: 'RemoveConstraint', parameters: ['model_name', 'name'] },
  AlterConstraint: { kind: 'AlterConstraint', parameters: ['model_name', 'name', 'constraint'] },
  AddIndexConcurrently: { kind: 'AddIndexConcurrently', parameters: ['model_name', 'index'] },
  RemoveIndexConcurrently: { kind: 'RemoveIndexConcurrently', parameters: ['model_name', 'name'] },
  AddConstraintNotValid: { kind: 'AddConstraintNotValid', parameters: ['model_name', 'constraint'] },
  ValidateConstraint: { kind: 'ValidateConstraint', parameters: ['model_name', 'name'] },
  RunSQL: { kind: 'RunSQL', parameters: ['sql', 'reverse_sql', 'state_operations', 'hints', 'elidable'] },
  RunPython: { kind: 'RunPython', parameters: ['code', 'reverse_code', 'atomic', 'hints', 'elidable'] },
  SeparateDatabaseAndState: {
    kind: 'SeparateDatabaseAndState',
    parameters: ['database_operations', 'state_operations'],
  },
  CreateExtension: { kind: 'CreateExtension', parameters: ['name', 'hints'] },
  BloomExtension: extension('bloom'),
  BtreeGinExtension: extension('btree_gin'),
  BtreeGistExtension: extension('btree_gist'),
  CITextExtension: extension('citext'),
  CryptoExtension: extension('pgcrypto'),
  HStoreExtension: extension('hstore'),
  TrigramExtension: extension('pg_trgm'),
  UnaccentExtension: extension('unaccent'),
  CreateCollation: { kind: 'CreateCollation', parameters: ['name', 'locale'] },
  RemoveCollation: { kind: 'RemoveCollation', parameters: ['name', 'locale'] },
};

function extension(name: string): OperationClass {
  return { kind: 'CreateExtension', parameters: ['hints'], extension: name };
}

/** The class of operation of Django that a dotted path names. */
export function operationClass(path: string): OperationClass | undefined {
  if (!path.startsWith('django.db.migrations') && !path.startsWith('django.contrib.postgres.operations')) {
    return undefined;
  }
  const name = lastName(path);
  return Object.hasOwn(classes, name) ? classes[name] : undefined;
}
