import {
  loadPythonParser,
  readDjangoMigration,
  type DjangoMigration,
  type DjangoOperation,
  type DjangoReadOptions,
} from '../../../src/readers/django/index.js';

await loadPythonParser();

const head = 'from django.db import migrations, models\nfrom django.conf import settings\n';

/** Reads a whole file. */
export function readFile(text: string, options?: DjangoReadOptions): DjangoMigration {
  return readDjangoMigration({ path: 'shop/migrations/0002_change.py', text }, options);
}

/** Reads a migration with the usual imports, of which only the operations are given, and what stands before the class. */
export function readWith(operations: string, before = '', options?: DjangoReadOptions): DjangoMigration {
  return readFile(
    `${head}${before}\nclass Migration(migrations.Migration):\n    operations = [${operations}]\n`,
    options,
  );
}

/** The only operation of a migration, of a kind. */
export function only<K extends DjangoOperation['kind']>(
  migration: DjangoMigration,
  kind: K,
): Extract<DjangoOperation, { kind: K }> {
  const [operation] = migration.operations;
  if (migration.operations.length !== 1 || operation?.kind !== kind) {
    throw new Error(JSON.stringify(migration.operations.map((one) => [one.kind, 'reason' in one ? one.reason : ''])));
  }
  return operation as Extract<DjangoOperation, { kind: K }>;
}

/** The text an operation or a part of it stands for. */
export function textAt({ source }: DjangoMigration, { span }: { span: { start: number; end: number } }): string {
  return source.text.slice(span.start, span.end);
}
