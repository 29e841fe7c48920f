import type { DropStmt, Node } from 'libpg-query';
import type { OperationKind, OperationMap } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import { nameParts, qualified } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';

/** `DROP ... a, b` is one operation per object, with the span of its name when there are several. */
export function drop(statement: DropStmt, scope: Scope): void {
  const objects = statement.objects ?? [];
  const spans = objects.length === 1 ? [] : objectSpans(scope, objects.length);
  objects.forEach((object, index) => dropOne(statement, object, scope, spans[index]));
}

/** The names are the list at the end of the statement, after the kind of object and IF EXISTS. */
function objectSpans(scope: Scope, count: number): Span[] {
  let last = scope.tokens.length;
  if (['cascade', 'restrict'].includes(scope.word(last - 1))) last--;
  const parts = scope.split(0, last).slice(-count);
  return parts.map(({ from, to }, index) => scope.spanOf(index === 0 ? firstName(scope, to) : from, to));
}

/** Where the first name begins, going back from its end over dots and an argument list. */
function firstName(scope: Scope, end: number): number {
  let at = end - 1;
  if (scope.word(at) === ')') {
    while (at > 0 && scope.closing(at) !== end - 1) at--;
    at--;
  }
  while (scope.word(at - 1) === '.') at -= 2;
  return at;
}

function dropOne(statement: DropStmt, object: Node, scope: Scope, span: Span | undefined): void {
  const parts = nameParts(object);
  const name = qualified(parts);
  const owner = qualified(parts.slice(0, -1));
  const ifExists = statement.missing_ok === true;
  const cascade = statement.behavior === 'DROP_CASCADE';
  const common = { ifExists, cascade };
  const emit = <K extends OperationKind>(kind: K, fields: OperationMap[K]): void => scope.emit(kind, fields, span);
  switch (statement.removeType) {
    case 'OBJECT_TABLE':
      return emit('drop-table', { table: name, ...common });
    case 'OBJECT_INDEX':
      return emit('drop-index', { index: name, concurrently: statement.concurrent === true, ...common });
    case 'OBJECT_VIEW':
      return emit('drop-view', { view: name, ...common });
    case 'OBJECT_MATVIEW':
      return emit('drop-materialized-view', { view: name, ...common });
    case 'OBJECT_SEQUENCE':
      return emit('drop-sequence', { sequence: name, ...common });
    case 'OBJECT_TYPE':
      return emit('drop-type', { type: name, ...common });
    case 'OBJECT_DOMAIN':
      return emit('drop-domain', { domain: name, ...common });
    case 'OBJECT_SCHEMA':
      return emit('drop-schema', { schema: name.name, ...common });
    case 'OBJECT_TRIGGER':
      return emit('drop-trigger', { table: owner, trigger: name.name, ...common });
    case 'OBJECT_RULE':
      return emit('drop-rule', { table: owner, rule: name.name, ...common });
    case 'OBJECT_POLICY':
      return emit('drop-policy', { table: owner, policy: name.name, ifExists });
    default:
      return emit('drop-object', {
        objectType: objectTypeWord(statement.removeType),
        ...(parts.length === 0 ? undefined : { name }),
        ...common,
      });
  }
}
