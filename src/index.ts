import { rules } from '../rules/index.js';
import type { Inspection } from './core/inspection.js';
import type { Report } from './core/report.js';
import { inspectFiles } from './project/inspect.js';
import { lintFiles } from './project/lint.js';
import type { RunOptions } from './project/plan.js';
import { rewriteFiles } from './project/rewrite.js';
import type { RewriteFilesOptions, RewriteResult } from './project/rewrite.js';

export type { Effect, LocksEffect } from './core/effect.js';
export type { Applicability, Edit, Family, Finding, Rewrite, Severity } from './core/finding.js';
export type { InspectedMigration, Inspection } from './core/inspection.js';
export type { LockMode } from './core/lock.js';
export type { Migration } from './core/migration.js';
export type { Operation, OperationKind } from './core/operation.js';
export type { Hole, Phase, PhaseName, Plan, PlanFile } from './core/plan.js';
export type { PostgresVersion } from './core/postgres-version.js';
export type { Report, Summary } from './core/report.js';
export type { Step } from './core/rule.js';
export { lineIndexOf } from './core/source.js';
export type { LineIndex, Source } from './core/source.js';
export type { Position, Span } from './core/span.js';
export { defineConfig } from './project/configuration/config.js';
export type { Config, FileConfig, RuleSetting } from './project/configuration/config.js';
export { UsageError } from './project/errors.js';
export type { RunOptions } from './project/plan.js';
export type { RewriteFilesOptions, RewriteResult } from './project/rewrite.js';

/**
 * Judges migrations. What cannot be read becomes a finding; throws a UsageError when the run cannot start (a path that
 * does not exist, a broken configuration).
 */
export async function lint(options: RunOptions): Promise<Report> {
  return (await lintFiles(options, rules)).report;
}

/** Works out what migrations do to a live database, statement by statement, without judging it. Throws like `lint`. */
export async function inspect(options: RunOptions): Promise<Inspection> {
  return (await inspectFiles(options, rules)).inspection;
}

/**
 * Writes the way out of the hazards in migrations, as the text of new files in phases; the disk is left as it is. Throws
 * like `lint`.
 */
export async function rewrite(options: RewriteFilesOptions): Promise<RewriteResult> {
  return rewriteFiles(options, rules);
}
