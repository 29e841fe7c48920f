import type { Session } from '../../proof/engines/engine.js';
import type { PlanCase } from './case.js';
import { catalogueOf } from './catalogue.js';
import type { Catalogue } from './catalogue.js';
import { rowsOf, sequencesOf } from './rows.js';
import type { Rows } from './rows.js';

/** Where a run ended: the whole schema and all rows. */
export interface End {
  readonly catalogue: Catalogue;
  readonly rows: Rows;
  readonly sequences: Readonly<Record<string, number>>;
}

export async function endOf(session: Session, { volatile = [] }: Pick<PlanCase, 'volatile'>): Promise<End> {
  return {
    catalogue: await catalogueOf(session),
    rows: await rowsOf(session, volatile),
    sequences: await sequencesOf(session),
  };
}

/** Where an end is not the one wanted, and which of the `declared` differences (beginnings of lines) were not met. */
export function endDifferences(wanted: End, actual: End, declared: readonly string[]): readonly string[] {
  const lines = [
    ...catalogueDifferences(wanted.catalogue, actual.catalogue),
    ...rowDifferences(wanted.rows, actual.rows),
    ...sequenceDifferences(wanted.sequences, actual.sequences),
  ];
  const unmet = declared.filter((start) => !lines.some((line) => line.startsWith(start)));
  return [
    ...lines.filter((line) => !declared.some((start) => line.startsWith(start))),
    ...unmet.map((start) => `${start}: the case declares a difference, but there is none`),
  ];
}

export function catalogueDifferences(wanted: Catalogue, actual: Catalogue): readonly string[] {
  const subjects = [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].sort();
  return subjects
    .filter((subject) => wanted[subject] !== actual[subject])
    .map(
      (subject) => `${subject}: wanted ${wanted[subject] ?? 'nothing'}, but there is ${actual[subject] ?? 'nothing'}`,
    );
}

function rowDifferences(wanted: Rows, actual: Rows): readonly string[] {
  // Tables that are missing or too many are told by the catalogue.
  return Object.keys(wanted).flatMap((table) => {
    const [should = '', does] = [wanted[table], actual[table]];
    if (does === undefined || should === does) return [];
    const lost = without(linesOf(should), linesOf(does));
    const odd = without(linesOf(does), linesOf(should));
    const sample = [...lost.slice(0, 3).map((row) => `lost ${row}`), ...odd.slice(0, 3).map((row) => `odd ${row}`)];
    return [`rows ${table}: ${lost.length} lost, ${odd.length} odd: ${sample.join('; ')}`];
  });
}

function linesOf(rows: string): readonly string[] {
  return rows === '' ? [] : rows.split('\n');
}

/** What the first list has more of than the second. */
function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const row of others) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

/** A sequence may have skipped numbers, but must not give one again. */
function sequenceDifferences(wanted: End['sequences'], actual: End['sequences']): readonly string[] {
  return Object.entries(actual).flatMap(([sequence, value]) =>
    value < (wanted[sequence] ?? value)
      ? [`sequence ${sequence}: stands at ${value}, wanted at least ${wanted[sequence] ?? ''}`]
      : [],
  );
}
