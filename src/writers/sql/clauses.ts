import type { QualifiedName } from '../../core/name.js';
import type {
  AlterTarget,
  GeneratedDefinition,
  IdentityDefinition,
  IndexKey,
  OwnedBy,
  SequenceOptions,
  StorageParameter,
} from '../../core/operation.js';
import { columnNameWords, reservedWords } from '../../postgres/keywords.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import { typeText } from '../../postgres/type-text.js';
import { bracketed, literal, objectWords, words } from './words.js';
import type { Parts } from './written.js';

/** A command of ALTER TABLE, or of the ALTER that its relation takes. */
export function alter(
  target: AlterTarget,
  relation: QualifiedName,
  command: string,
  kind = objectWords(target.relationKind ?? 'table'),
): Parts {
  const head = words(
    'ALTER',
    kind,
    target.ifRelationExists === true && 'IF EXISTS',
    target.only === true && 'ONLY',
    quoteQualified(relation),
  );
  return { head, part: command, lines: true };
}

/** `WITH (fillfactor = 70)`, or nothing. */
export function withParameters(parameters: readonly StorageParameter[] | undefined): string {
  return parameters === undefined ? '' : `WITH ${parameterList(parameters)}`;
}

export function parameterList(parameters: readonly StorageParameter[]): string {
  const items = parameters.map(({ name, value }) => {
    const written = name.split('.').map(quoteIdentifier).join('.');
    return value === undefined ? written : `${written} = ${optionValue(value)}`;
  });
  return `(${items.join(', ')})`;
}

/** A number or a plain word as it is, anything else as a string. */
export function optionValue(value: string): string {
  return isNumber(value) || /^(?:on|off|true|false|auto|none)$/.test(value) ? value : literal(value);
}

/** Whether a value is a number as PostgreSQL writes one, so that it reads back as the same text. */
export function isNumber(value: string): boolean {
  return /^-?(?:0|[1-9]\d{0,30})(?:\.\d{1,30})?$/.test(value) && value !== '-0';
}

/** Options as VACUUM and its like take them: `(VERBOSE, PARALLEL 2)`. */
export function commandOptions(options: readonly StorageParameter[]): string {
  if (options.length === 0) return '';
  return `(${options.map(({ name, value }) => words(name.toUpperCase(), value !== undefined && optionValue(value))).join(', ')})`;
}

/** The options of a sequence in the order PostgreSQL's manual lists them. */
export function sequenceClauses(options: SequenceOptions | undefined, ownedBy?: OwnedBy): string {
  const { type, start, restart, increment, minValue, maxValue, cache, cycle, sequenceName } = options ?? {};
  return words(
    sequenceName !== undefined && `SEQUENCE NAME ${quoteQualified(sequenceName)}`,
    type !== undefined && `AS ${typeText(type)}`,
    increment !== undefined && `INCREMENT BY ${increment}`,
    minValue !== undefined && (minValue === null ? 'NO MINVALUE' : `MINVALUE ${minValue}`),
    maxValue !== undefined && (maxValue === null ? 'NO MAXVALUE' : `MAXVALUE ${maxValue}`),
    start !== undefined && `START WITH ${start}`,
    restart !== undefined && (restart === null ? 'RESTART' : `RESTART WITH ${restart}`),
    cache !== undefined && `CACHE ${cache}`,
    cycle !== undefined && (cycle ? 'CYCLE' : 'NO CYCLE'),
    ownedBy !== undefined && `OWNED BY ${ownerText(ownedBy)}`,
  );
}

function ownerText(ownedBy: OwnedBy): string {
  return ownedBy === null ? 'NONE' : `${quoteQualified(ownedBy.table)}.${quoteIdentifier(ownedBy.column)}`;
}

export function identityText({ when, sequence }: IdentityDefinition): string {
  const options = sequenceClauses(sequence);
  return words(`GENERATED ${identityWhen(when)} AS IDENTITY`, options !== '' && `(${options})`);
}

export function identityWhen(when: IdentityDefinition['when']): string {
  return when === 'always' ? 'ALWAYS' : 'BY DEFAULT';
}

export function generatedText({ expression, storage }: GeneratedDefinition): string {
  return words(`GENERATED ALWAYS AS ${bracketed(expression)}`, storage !== 'unstated' && storage.toUpperCase());
}

/** One key of an index or of an exclusion constraint. */
export function indexKeyText(key: IndexKey): string {
  return words(
    key.column === undefined ? keyExpression(key.expression?.text ?? '') : quoteIdentifier(key.column),
    key.collation !== undefined && `COLLATE ${quoteQualified(key.collation)}`,
    key.operatorClass !== undefined &&
      key.operatorClass +
        (key.operatorClassParameters === undefined ? '' : ` ${parameterList(key.operatorClassParameters)}`),
    key.descending === true && 'DESC',
    key.nullsFirst !== undefined && (key.nullsFirst ? 'NULLS FIRST' : 'NULLS LAST'),
  );
}

/** A call of a function stands as it is, any other expression in brackets. */
export function keyExpression(text: string): string {
  const call = /^([a-z_][a-z0-9_]*)\([^()'"]*\)$/.exec(text)?.[1];
  const plain = call !== undefined && !reservedWords.has(call) && !columnNameWords.has(call);
  return plain ? text : `(${text})`;
}
