import type { Operation, OperationOf, QueryUse, RowLoop } from '../../core/operation.js';
import { textOf, type Source } from '../../core/source.js';
import type { Span } from '../../core/span.js';
import type { DjangoOperationOf } from './model.js';
import type { DataModel, PythonAction, PythonCode } from './run-python/model.js';
import { selectedRows } from './run-python/selected-rows.js';

/** What the code of a migration stands in. */
export interface CodeScene {
  readonly source: Source;
  /** The number of the next statement of the migration. */
  readonly nextStatement: () => number;
  /** The table of a model; undefined when it is not known. */
  readonly tableOf: (model: DataModel) => CodeTable | undefined;
  /** Reads SQL that the code executes, with the places of its statements in the file. */
  readonly readSql: (action: SqlAction) => readonly Operation[];
}

export interface CodeTable {
  readonly name: string;
  /** The column of the key. */
  readonly key: string;
  /** The column of a field, which may be named `customer` or `customer_id`; undefined when there is none. */
  readonly column: (field: string) => string | undefined;
}

/** SQL that code executes itself. */
export type SqlAction = Extract<PythonAction, { kind: 'sql' }>;
type RunCode = OperationOf<'run-code'>;

/** What a RunPython is to the rules: code, with the changes of rows that its text shows. */
export function lowerRunPython(operation: DjangoOperationOf<'RunPython'>, scene: CodeScene): RunCode {
  const { code, span } = operation;
  const statement = scene.nextStatement();
  const place = { span, statementSpan: span, statement };
  if (code.kind === 'unknown') {
    const unknown = { ...placed(code.span, scene), kind: 'opaque', reason: code.reason } as const;
    const operations = [{ ...unknown, text: textOf(scene.source, code.span) }];
    return { kind: 'run-code', ...place, language: 'python', currentModels: [], loops: [], operations };
  }
  const { actions, models, name } = partsOf(code);
  return {
    kind: 'run-code',
    ...place,
    language: 'python',
    ...(name === undefined ? {} : { name }),
    currentModels: models.map(({ path, span: at }) => ({ path, name: path.replace(/^.*\./, ''), span: at })),
    loops: actions.flatMap((action) => loopOf(action, scene)),
    operations: actions.flatMap((action) => lowerAction(action, scene)),
  };
}

function partsOf(code: Exclude<PythonCode, { kind: 'unknown' }>) {
  if (code.kind === 'noop') return { actions: [], models: [], name: undefined };
  const name = code.name === '<lambda>' ? undefined : code.name;
  return { actions: code.actions, models: code.importedModels, name };
}

function loopOf(action: PythonAction, { source, tableOf }: CodeScene): readonly RowLoop[] {
  const table = action.kind === 'loop' ? tableOf(action.model) : undefined;
  if (action.kind !== 'loop' || table === undefined) return [];
  const { batched, changesRows, span } = action;
  const rows = selectedRows(action.selection, table, source);
  return [{ table: { name: table.name }, ...rows, inPortions: batched, changesRows, span }];
}

function placed(span: Span, { nextStatement }: CodeScene) {
  return { span, statementSpan: span, statement: nextStatement() };
}

function lowerAction(action: PythonAction, scene: CodeScene): readonly Operation[] {
  const conditional = action.looped || action.conditional ? { conditional: true } : {};
  if (action.kind === 'sql') return scene.readSql(action).map((operation) => ({ ...operation, ...conditional }));
  const base = { ...placed(action.span, scene), ...conditional };
  const text = textOf(scene.source, action.span);
  if (action.kind === 'opaque') return [{ kind: 'opaque', ...base, reason: action.reason, text }];
  const table = scene.tableOf(action.model);
  if (table === undefined) {
    return [{ kind: 'opaque', ...base, reason: `the table of ${action.model.model} is not known`, text }];
  }
  return [rowsOperation(action, table, base, text, scene)];
}

function rowsOperation(
  action: Exclude<PythonAction, { kind: 'sql' | 'opaque' }>,
  known: CodeTable,
  base: Omit<RunCode, 'kind' | 'language' | 'currentModels' | 'loops'>,
  text: string,
  { source }: CodeScene,
): Operation {
  const table = { name: known.name };
  switch (action.kind) {
    case 'loop':
      return {
        kind: 'select',
        ...base,
        text,
        query: { ...nothing, relations: [table] },
        locksRows: false,
        literals: [],
      };
    case 'insert': {
      const rows = action.bulk ? {} : { rows: 1 };
      return {
        kind: 'insert',
        ...base,
        text,
        table,
        columns: [],
        ...rows,
        query: nothing,
        literals: [],
        onConflict: 'none',
      };
    }
    case 'delete':
      return { kind: 'delete', ...base, table, ...rowsOf(action, known, source), using: false, query: nothing };
    case 'update':
    case 'bulk-update': {
      const columns = action.fields.map((field) => known.column(field) ?? field);
      const values = action.kind === 'update' ? action.values.map((span) => textOf(source, span)) : [];
      const assignments = values.map((value, at) => ({ columns: [columns[at] ?? ''], value: { text: value } }));
      const query = usedBy(values, known);
      return {
        kind: 'update',
        ...base,
        table,
        columns,
        assignments,
        ...rowsOf(action, known, source),
        query,
        literals: [],
      };
    }
  }
}

/** Objects are saved one by one, or a list of them, by their keys. */
function rowsOf(
  action: Extract<PythonAction, { kind: 'update' | 'delete' | 'bulk-update' }>,
  table: CodeTable,
  source: Source,
): Pick<OperationOf<'update'>, 'where' | 'limited'> {
  if (action.kind === 'bulk-update') return { where: { text: `${table.key} IN (objects)` }, limited: true };
  if (action.instance) return { where: { text: `${table.key} = object.${table.key}` }, limited: true };
  return selectedRows(action.selection, table, source);
}

/** `F("price") * 2` reads a column; what calls another function is not the same for every row. */
function usedBy(values: readonly string[], table: CodeTable): QueryUse {
  const columns: { readonly column: string }[] = [];
  const functions = new Set<string>();
  for (const value of values) {
    for (const [, field = ''] of value.matchAll(/\bF\(\s*["'](\w+)["']/g)) {
      columns.push({ column: table.column(field) ?? field });
    }
    for (const [, name = ''] of value.matchAll(/\b(\w+)\(/g)) {
      if (name !== 'F' && name !== 'Value') functions.add(name.toLowerCase());
    }
  }
  return { ...nothing, columns, functions: [...functions].map((name) => ({ name })) };
}

const nothing: QueryUse = { relations: [], columns: [], star: false, functions: [], output: [] };
