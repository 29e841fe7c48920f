import type { DjangoOperation } from '../../model.js';
import { NotEmulated } from '../../state/not-emulated.js';
import type { RenderedState } from '../../state/rendered.js';
import { runSql } from '../raw-sql.js';
import type { SchemaEditor } from '../editor.js';
import { fieldForwards } from './fields.js';
import { indexForwards } from './indexes.js';
import { modelForwards } from './models.js';
import { postgresForwards } from './postgres.js';

interface Sides {
  readonly app: string;
  readonly before: RenderedState;
  readonly after: RenderedState;
}

/** What an operation does to the database: `database_forwards` of Django's operations. */
export function databaseForwards(editor: SchemaEditor, operation: DjangoOperation, sides: Sides): void {
  switch (operation.kind) {
    case 'RunSQL':
      runSql(editor, operation.sql);
      break;
    case 'RunPython':
      editor.say({ kind: 'code' });
      break;
    case 'Opaque':
      throw new NotEmulated(operation.reason);
    default:
      modelForwards(editor, operation, sides);
      fieldForwards(editor, operation, sides);
      indexForwards(editor, operation, sides);
      postgresForwards(editor, operation);
  }
}
