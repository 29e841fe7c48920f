import pc from 'picocolors';
import type { Effect, LocksEffect } from '../core/effect.js';
import type { InspectedMigration, Inspection } from '../core/inspection.js';
import type { Migration } from '../core/migration.js';
import type { Step } from '../core/rule.js';
import { lineIndexOf, textOf } from '../core/source.js';
import { heldWhile, shortName } from '../core/wording.js';
import { blockedBy } from '../postgres/blocking.js';
import type { ReportContext } from './context.js';
import { nestSteps } from './nested-steps.js';
import { effectInWords } from './effect-words.js';
import { Rails } from './rails.js';
import { oneLine, visible, wrap } from './text.js';
import { counted } from './summary.js';

type Colors = ReturnType<typeof pc.createColors>;

/**
 * The inspection for people: the statements of each migration from top to bottom with the effects of each. A rail to
 * the left of the text stands for a lock, from the statement that takes it to the end of the transaction that holds it.
 */
export function timeline({ migrations }: Inspection, context: Pick<ReportContext, 'colors' | 'width'>): string {
  const colors = pc.createColors(context.colors);
  const width = Math.min(Math.max(context.width, 40), 100);
  return migrations.map((inspected) => describe(inspected, width, colors)).join('\n');
}

function describe({ migration, steps }: InspectedMigration, width: number, colors: Colors): string {
  const { source, problems } = migration;
  const index = lineIndexOf(source.text);
  const lines = [colors.bold(visible(source.path)), colors.dim(transactionInWords(migration)), ''];
  for (const { kind, message, span } of problems) {
    const { line } = index.position(span.start);
    lines.push(...wrap(`line ${line}: ${kind}: ${oneLine(message)}`, width - 2).map((text) => `  ${colors.red(text)}`));
  }
  const drawing = new Drawing(migration, width, colors);
  for (const { step, inner } of nestSteps(migration, steps)) {
    drawing.add(step, index.position(step.operation.span.start).line, '');
    for (const nested of inner) drawing.add(nested.step, index.position(nested.step.operation.span.start).line, '  ');
  }
  lines.push(...drawing.finish());
  if (steps.length === 0 && problems.length === 0) lines.push(colors.dim('  No statements.'));
  return `${lines.join('\n')}\n`;
}

function transactionInWords({ transaction, transactionSource, transactionParts, inBatch }: Migration): string {
  const mode =
    transaction === 'none'
      ? 'each statement on its own'
      : transactionParts !== undefined
        ? 'in several transactions'
        : inBatch === true
          ? 'in one transaction with all files that have not run'
          : 'in one transaction';
  return transactionSource === 'assumed' ? `${mode}, as most runners do` : mode;
}

/** Draws the steps of one migration, with the rails of the locks that are held. */
class Drawing {
  readonly #lines: string[] = [];
  readonly #rails = new Rails();
  #transaction: number | undefined;

  constructor(
    readonly migration: Migration,
    readonly width: number,
    readonly colors: Colors,
  ) {}

  add(step: Step, line: number, indent: string): void {
    if (step.transaction !== this.#transaction) this.#endTransaction();
    this.#transaction = step.transaction;
    this.#statement(step, line, indent);
    this.#locks(step);
    for (const effect of step.effects) if (effect.kind !== 'locks') this.#effect(effect);
    if (step.transaction === undefined) this.#rails.release();
    else if (step.operation.kind === 'commit' || step.operation.kind === 'rollback') this.#endTransaction();
  }

  finish(): readonly string[] {
    this.#endTransaction(true);
    return this.#lines.at(-1) === '' ? this.#lines.slice(0, -1) : this.#lines;
  }

  #statement({ operation }: Step, line: number, indent: string): void {
    const sql = oneLine(textOf(this.migration.source, operation.span));
    const prefix = `${String(line).padStart(5)}  ${this.#rails.draw()}${indent}`;
    const room = this.width - prefix.length;
    const shown = sql.length > room ? `${sql.slice(0, Math.max(10, room - 1))}…` : sql;
    this.#lines.push(`${this.colors.dim(prefix)}${this.colors.bold(shown)}`);
    if (operation.kind === 'opaque') this.#under(`not understood: ${operation.reason}`, this.colors.yellow);
  }

  /** One line for each lock; those on relations that nobody else can see yet are of no consequence and said together. */
  #locks({ effects, felt }: Step): void {
    const locks = effects.filter((effect): effect is LocksEffect => effect.kind === 'locks');
    const shown = locks.filter((lock) => felt.includes(lock));
    for (const lock of shown) this.#lock(lock);
    const unseen = new Set(locks.filter((lock) => !shown.includes(lock)).map(({ relation }) => shortName(relation)));
    if (unseen.size > 0) this.#under(`${[...unseen].join(', ')}: new, so nobody waits for its locks`, this.colors.dim);
  }

  #lock({ relation, mode, held, unknown }: LocksEffect): void {
    const blocked = blockedBy(mode);
    const paint = { 'reads and writes': this.colors.red, writes: this.colors.yellow, nothing: this.colors.dim };
    const rails = this.#rails.take(relation, blocked !== undefined);
    const wait = blocked === undefined ? 'blocks neither reads nor writes' : `blocks ${blocked}`;
    const text = `${mode} on ${shortName(relation)} ${heldWhile(held)}, ${wait}`;
    this.#write(rails, text, paint[blocked ?? 'nothing']);
    if (unknown !== undefined) this.#under(unknown, this.colors.dim);
  }

  #effect(effect: Exclude<Effect, LocksEffect>): void {
    const { text, grave } = effectInWords(effect);
    this.#under(text, grave ? this.colors.red : this.colors.dim);
    if (effect.unknown !== undefined) this.#under(effect.unknown, this.colors.dim);
  }

  #endTransaction(atEnd = false): void {
    const held = this.#rails.relations;
    if (this.#transaction !== undefined && held.length > 0) {
      const names = held.length > 4 ? counted(held.length, 'table') : held.map(shortName).join(', ');
      const waits = this.migration.inBatch === true && atEnd;
      const text = waits
        ? `${names}: locked until the last file that has not run is through`
        : `COMMIT releases ${names}`;
      this.#lines.push(this.colors.dim(`       ${this.#rails.end()}${text}`));
    }
    this.#rails.release();
    this.#transaction = undefined;
    this.#blank();
  }

  #under(text: string, paint: (text: string) => string): void {
    this.#write(this.#rails.draw(), text, paint);
  }

  #write(rails: string, text: string, paint: (text: string) => string): void {
    const lines = wrap(oneLine(text), this.width - 7 - rails.length - 2);
    for (const [index, line] of lines.entries()) {
      const left = index === 0 ? rails : this.#rails.draw().padEnd(rails.length);
      this.#lines.push(`       ${this.colors.dim(left)}  ${paint(line)}`);
    }
  }

  #blank(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }
}
