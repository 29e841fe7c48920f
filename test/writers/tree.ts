import type { Constraint, CreateFunctionStmt, DefElem, Node } from 'libpg-query';
import { all, optionText, type NodeMap, type NodeTag } from '../../src/readers/sql/nodes.js';
import { parseStatements } from '../../src/readers/sql/parse.js';
import { typeReference } from '../../src/readers/sql/types.js';

/**
 * PostgreSQL's own parse tree of a statement, without places, and with the spellings that are written alike on purpose
 * made alike. The list of those is this file; everything else that a statement says has to be in what is written.
 */
export function treeOf(sql: string): unknown {
  const parsed = parseStatements(sql);
  if (!parsed.ok) throw new Error(`${parsed.message}: ${sql}`);
  return parsed.statements.map(({ stmt }) => normal(stmt));
}

/** Keys that say where something stood, and one that says how a constant was written. */
const places = /^(?:location|stmt_location|stmt_len|.*_location|(?:rexpr_)?list_(?:start|end)|jumble_args)$/;

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (places.test(key)) continue;
    // The tag decides the type of the body, which the compiler cannot correlate across the table.
    const respell = spellings[key as NodeTag] as ((body: unknown) => unknown) | undefined;
    result[key] = normal(respell === undefined ? inner : respell(inner));
  }
  return result;
}

/** Two spellings of one meaning, by the node that shows the difference. */
const spellings: { readonly [T in NodeTag]?: (body: NodeMap[T]) => unknown } = {
  // Types under PostgreSQL's own names; the length of an array, which PostgreSQL does not keep.
  ColumnDef: (column) => ({
    ...column,
    typeName: typeReference(column.typeName),
    constraints: inOrder(folded(column.constraints)),
  }),
  CreateDomainStmt: (domain) => ({
    ...domain,
    typeName: typeReference(domain.typeName),
    constraints: inOrder(folded(domain.constraints)),
  }),
  // A constraint of one column may stand behind it or on its own.
  CreateStmt: (table) => {
    const elements = table.tableElts ?? [];
    const constraints = elements.flatMap((element) =>
      'ColumnDef' in element
        ? folded(element.ColumnDef.constraints)
            .filter(standsAlone)
            .map((one) => onTable(one, element.ColumnDef.colname))
        : 'Constraint' in element
          ? [onTable(element.Constraint, undefined)]
          : [],
    );
    const others = elements
      .filter((element) => !('Constraint' in element))
      .map((element) =>
        'ColumnDef' in element
          ? {
              ColumnDef: {
                ...element.ColumnDef,
                constraints: folded(element.ColumnDef.constraints)
                  .filter((constraint) => !standsAlone(constraint))
                  .map((constraint) => ({ Constraint: constraint })),
              },
            }
          : element,
      );
    return { ...table, tableElts: others, constraints, options: sorted(table.options) };
  },
  // Options are in any order, and their values may be quoted.
  DefElem: ({ defname, defnamespace, arg }) => ({ defname, defnamespace, value: optionValue(arg) }),
  CreateSeqStmt: (sequence) => ({ ...sequence, options: sorted(sequence.options) }),
  AlterSeqStmt: (sequence) => ({ ...sequence, options: sorted(sequence.options) }),
  Constraint: (constraint) => ({ ...constraint, options: sorted(constraint.options) }),
  ReindexStmt: (reindex) => ({ ...reindex, params: sorted(reindex.params) }),
  VacuumStmt: (vacuum) => ({ ...vacuum, options: sorted(vacuum.options) }),
  // The defaults: ascending, volatile, in the language SQL.
  IndexElem: ({ ordering, ...element }) => ({
    ...element,
    ordering: ordering === 'SORTBY_ASC' ? 'SORTBY_DEFAULT' : ordering,
  }),
  CreateFunctionStmt: (statement) => ({ ...statement, options: functionOptions(statement) }),
  // Two words for one statement.
  TransactionStmt: ({ kind, ...statement }) => ({
    ...statement,
    kind: kind === 'TRANS_STMT_START' ? 'TRANS_STMT_BEGIN' : kind,
  }),
  // The name of a setting, whose case PostgreSQL does not mind.
  VariableSetStmt: ({ name, ...statement }) => ({ ...statement, name: name?.toLowerCase() }),
  // What is created in a schema belongs to it, named or not.
  CreateSchemaStmt: ({ schemaElts, ...statement }) => ({
    ...statement,
    schemaElts: schemaElts?.map((element) => withoutSchema(element, statement.schemaname)),
  }),
};

function optionValue(arg: Node | undefined): unknown {
  const text = optionText(arg);
  return text === '' ? arg : text;
}

function sorted(options: readonly Node[] | undefined): Node[] {
  const name = (node: Node): string => ('DefElem' in node ? (node.DefElem.defname ?? '') : '');
  return [...(options ?? [])].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

function functionOptions({ options }: CreateFunctionStmt): unknown {
  const given = all(options, 'DefElem').filter(
    ({ defname, arg }) => defname !== 'language' && !(defname === 'volatility' && optionText(arg) === 'volatile'),
  );
  const named = all(options, 'DefElem').find(({ defname }) => defname === 'language');
  const language: DefElem = {
    defname: 'language',
    arg: { String: { sval: (optionText(named?.arg) ?? 'sql').toLowerCase() } },
  };
  return sorted([...given, language].map((option) => ({ DefElem: option })));
}

type Attributes = Pick<Constraint, 'deferrable' | 'initdeferred' | 'is_enforced'>;

const attributes: Partial<Record<NonNullable<Constraint['contype']>, Attributes>> = {
  CONSTR_ATTR_DEFERRABLE: { deferrable: true },
  CONSTR_ATTR_NOT_DEFERRABLE: { deferrable: false },
  CONSTR_ATTR_DEFERRED: { deferrable: true, initdeferred: true },
  CONSTR_ATTR_IMMEDIATE: { initdeferred: false },
  CONSTR_ATTR_ENFORCED: { is_enforced: true },
  CONSTR_ATTR_NOT_ENFORCED: { is_enforced: false },
};

/** The clauses of a column, the words that follow a constraint folded into it; NULL, which says nothing, left out. */
function folded(nodes: readonly Node[] | undefined): Constraint[] {
  const result: Constraint[] = [];
  for (const constraint of all(nodes, 'Constraint')) {
    const attribute = attributes[constraint.contype ?? 'CONSTR_NULL'];
    const before = result.at(-1);
    if (attribute !== undefined && before !== undefined) Object.assign(before, attribute);
    else if (constraint.contype !== 'CONSTR_NULL') result.push({ ...constraint });
  }
  return result;
}

const ranks = ['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY', 'CONSTR_NOTNULL'];

/** What belongs to the column itself comes first, whatever its place; the names PostgreSQL ignores are left out. */
function inOrder(constraints: readonly Constraint[]): unknown {
  const own = constraints
    .filter((constraint) => !standsAlone(constraint))
    .sort((a, b) => ranks.indexOf(a.contype ?? '') - ranks.indexOf(b.contype ?? ''));
  const named = own.map(({ conname, ...constraint }) =>
    constraint.contype === 'CONSTR_NOTNULL' ? { ...constraint, conname } : constraint,
  );
  const alone = constraints.filter(standsAlone).map((constraint) => onTable(constraint, undefined));
  return [...named.map(whole), ...alone];
}

function standsAlone({ contype }: Constraint): boolean {
  return !ranks.includes(contype ?? '');
}

/** The constraint as it would stand on its own. */
function onTable(constraint: Constraint, column: string | undefined): unknown {
  const name = column === undefined ? [] : [{ String: { sval: column } }];
  const { contype, keys = name, fk_attrs = name, indexname } = constraint;
  const isKey = contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY';
  return whole({
    ...constraint,
    ...(isKey && indexname === undefined ? { keys } : undefined),
    ...(contype === 'CONSTR_FOREIGN' ? { fk_attrs } : undefined),
  });
}

/** Says what goes without saying: enforced, not deferrable. Whether it is valid at first follows from the rest. */
function whole(constraint: Constraint): unknown {
  const { deferrable = false, initdeferred = false, is_enforced = true, skip_validation = false } = constraint;
  const unchecked = is_enforced && skip_validation;
  const options = sorted(constraint.options);
  return {
    ...constraint,
    initially_valid: undefined,
    options,
    deferrable,
    initdeferred,
    is_enforced,
    skip_validation: unchecked,
  };
}

function withoutSchema(element: Node, schemaname: string | undefined): unknown {
  return JSON.parse(
    JSON.stringify(element, (key, value: unknown) =>
      key === 'schemaname' && value === schemaname ? undefined : value,
    ),
  );
}
