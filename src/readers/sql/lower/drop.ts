import type { DropStmt, Node } from 'libpg-query';
import type { OperationKind, OperationMap } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import { nameParts, qualified } from '../nodes.js';
import { objectTypeWord } from '../object-types.js';
import type { Scope } from '../scope.js';
import { droppedRange, identity } from './identity.js';

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
    case 'OBJECT_TABLE': {
      emit('drop-table', { table: name, ...common });
      return;
    }
    case 'OBJECT_INDEX': {
      emit('drop-index', { index: name, concurrently: statement.concurrent === true, ...common });
      return;
    }
    case 'OBJECT_VIEW': {
      emit('drop-view', { view: name, ...common });
      return;
    }
    case 'OBJECT_MATVIEW': {
      emit('drop-materialized-view', { view: name, ...common });
      return;
    }
    case 'OBJECT_SEQUENCE': {
      emit('drop-sequence', { sequence: name, ...common });
      return;
    }
    case 'OBJECT_TYPE': {
      emit('drop-type', { type: name, ...common });
      return;
    }
    case 'OBJECT_DOMAIN': {
      emit('drop-domain', { domain: name, ...common });
      return;
    }
    case 'OBJECT_SCHEMA': {
      emit('drop-schema', { schema: name.name, ...common });
      return;
    }
    case 'OBJECT_TRIGGER': {
      emit('drop-trigger', { table: owner, trigger: name.name, ...common });
      return;
    }
    case 'OBJECT_RULE': {
      emit('drop-rule', { table: owner, rule: name.name, ...common });
      return;
    }
    case 'OBJECT_POLICY': {
      emit('drop-policy', { table: owner, policy: name.name, ifExists });
      return;
    }
    default: {
      const objectType = objectTypeWord(statement.removeType);
      emit('drop-object', {
        objectType,
        ...(parts.length === 0 ? undefined : { name }),
        ...common,
        ...identity(scope, objectType, () =>
          span === undefined
            ? droppedRange(scope, objectType)
            : { from: scope.tokenFrom(span.start), to: scope.tokenFrom(span.end) },
        ),
      });
      return;
    }
  }
}
