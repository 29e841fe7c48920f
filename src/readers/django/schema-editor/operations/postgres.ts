import type { DjangoOperation, DjangoOperationOf } from '../../model.js';
import { quoteName } from '../../state/names.js';
import type { SchemaEditor } from '../editor.js';

/** Extensions and collations of contrib.postgres; other operations do nothing here. */
export function postgresForwards(editor: SchemaEditor, operation: DjangoOperation): void {
  switch (operation.kind) {
    case 'CreateExtension': {
      const { name } = operation;
      if (editor.hasExtension(name)) return;
      editor.execute(`CREATE EXTENSION IF NOT EXISTS ${quoteName(name)}`, [], (database) => {
        database.createExtension(name);
      });
      break;
    }
    case 'CreateCollation':
      editor.execute(collationSql(operation), [], (database) => {
        database.createCollation(operation.name, operation.deterministic);
      });
      break;
    case 'RemoveCollation':
      editor.execute(`DROP COLLATION ${quoteName(operation.name)}`, [], (database) => {
        database.dropCollation(operation.name);
      });
      break;
    default:
  }
}

function collationSql({ name, locale, provider, deterministic }: DjangoOperationOf<'CreateCollation'>): string {
  const options = [`locale=${quoteName(locale)}`];
  if (provider !== 'libc') options.push(`provider=${quoteName(provider)}`);
  if (!deterministic) options.push('deterministic=false');
  return `CREATE COLLATION ${quoteName(name)} (${options.join(', ')})`;
}
