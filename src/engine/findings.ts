import type { Effect } from '../core/effect.js';
import type { Finding, Rewrite, Severity } from '../core/finding.js';
import type { Migration } from '../core/migration.js';
import type { Operation } from '../core/operation.js';
import type { Problem, Rule } from '../core/rule.js';
import type { Span } from '../core/span.js';
import { Fingerprints } from './fingerprint.js';
import { say } from './message.js';
import type { Suppressions } from './suppressions.js';

/** Where and how strongly a problem is reported. */
export interface Judged {
  readonly rule: Rule;
  /** What the configuration says; undefined leaves it to the message, then to the rule. */
  readonly severity: Severity | undefined;
  readonly problem: Problem;
  readonly operation: Operation | undefined;
  readonly evidence: readonly Effect[];
  readonly span: Span;
  readonly rewrite?: Rewrite;
}

/** A finding, with the rule that made it and the operation it is about. */
export interface Found {
  readonly finding: Finding;
  readonly rule: Rule;
  readonly operation: Operation | undefined;
}

/** Collects the findings of one migration: says them, lets suppressions take theirs, and gives each its fingerprint. */
export class FindingCollector {
  readonly findings: Finding[] = [];
  suppressed = 0;
  readonly #fingerprints = new Fingerprints();

  constructor(
    readonly migration: Pick<Migration, 'source'>,
    readonly suppressions: Suppressions,
    readonly onFinding?: (found: Found) => void,
  ) {}

  add({ rule, severity, problem, operation, evidence, span, rewrite }: Judged): void {
    const message = rule.messages[problem.messageId];
    if (message === undefined) throw new Error(`The rule ${rule.id} has no message ${problem.messageId}.`);
    // What could not be read cannot be waved through: nothing is known about it.
    const suppressible = rule.family !== 'input';
    if (suppressible && this.suppressions.covering(rule.id, span, operation?.statementSpan) !== undefined) {
      this.suppressed++;
      return;
    }
    const { source } = this.migration;
    const { start, end } = operation?.span ?? span;
    const finding: Finding = {
      rule: rule.id,
      messageId: problem.messageId,
      data: problem.data,
      family: rule.family,
      severity: severity ?? message.severity ?? rule.severity,
      path: source.path,
      span,
      ...say(message, problem, evidence),
      effects: evidence,
      ...(rewrite === undefined ? {} : { rewrite }),
      ...(operation === undefined ? {} : { operation: operation.kind }),
      fingerprint: this.#fingerprints.of(rule.id, problem.messageId, source.path, source.text.slice(start, end)),
    };
    this.findings.push(finding);
    this.onFinding?.({ finding, rule, operation });
  }
}
