import type { Message } from '../core/rule.js';
import { defineRule } from '../core/rule.js';

/**
 * What the engine itself finds in its input, in the form of rules, so that every surface lists and explains them as it
 * does the others. They have no `check`: the reader and the suppressions decide.
 */
export const inputRules = [
  inputRule('syntax-error', 'A statement that PostgreSQL could not parse.', {
    why: 'PostgreSQL would reject the statement, and nothing is known about what it does: no other rule has seen it.',
    instead:
      'Correct the statement. If the text is filled in by your runner before it runs, configure `placeholders`; if the file is not a migration, add it to `ignore`.',
  }),
  inputRule('other-dialect', 'A file written for another database.', {
    why: 'Lockstep knows what PostgreSQL does; the file was not checked.',
    instead: 'Add the file to `ignore` in the configuration, or translate it.',
  }),
  inputRule('unreadable-file', 'A file whose text could not be read.', {
    why: 'The file was not checked.',
    instead: 'Mend the file or its permissions, or add it to `ignore`.',
  }),
  inputRule('unbalanced', 'A quote, comment or block that does not end.', {
    why: 'What follows it was not read as statements.',
    instead: 'Close it where it should end.',
  }),
  inputRule('too-complex', 'A statement nested too deeply to be parsed.', {
    why: 'PostgreSQL itself would give up on it, and no rule has seen it.',
    instead: 'Break the statement up.',
  }),
  inputRule('not-a-migration', 'A file among migrations that is none.', {
    why: 'The runner takes every file there for a migration, stops at this one and runs nothing.',
    instead:
      'Move the file elsewhere, or give it a name that the runner passes over: for Django one that begins with _.',
  }),
  defineRule({
    id: 'unfilled-hole',
    family: 'input',
    severity: 'error',
    summary: 'A value that `lockstep rewrite` could not know and left open.',
    messages: {
      unfilledHole: {
        message: 'The file does not say {{question}}.',
        why: 'PostgreSQL refuses the statement: the function that marks the place does not exist.',
        instead: 'Put an expression in its place, or write the files again with `lockstep rewrite --set`.',
      },
    },
  }),
  defineRule({
    id: 'unused-suppression',
    family: 'input',
    severity: 'warning',
    summary: 'A suppression comment that suppresses nothing.',
    messages: {
      unused: {
        message: 'This comment suppresses {{rules}}, which finds nothing here.',
        why: 'It hides the next real finding at this place.',
        instead: 'Remove the comment, or move it to the line before the statement it is about.',
      },
    },
  }),
  defineRule({
    id: 'unknown-suppression',
    family: 'input',
    severity: 'error',
    summary: 'A suppression comment that names a rule which does not exist.',
    messages: {
      unknownRule: {
        message: 'There is no rule named {{rule}}.',
        why: 'Nothing is suppressed by this comment.',
        instead: 'Run `lockstep rules` for the names of all rules.',
      },
    },
  }),
  defineRule({
    id: 'suppression-without-reason',
    family: 'input',
    severity: 'error',
    summary: 'A suppression comment without its reason (with `requireReason`).',
    messages: {
      noReason: {
        message: 'This suppression does not say why.',
        why: 'Whoever reads it next cannot tell whether it still holds.',
        instead: 'Add the reason after two dashes: `-- lockstep-disable-next-line drop-column -- not read since 4.2`.',
      },
    },
  }),
] as const;

function inputRule(id: string, summary: string, rest: Omit<Message, 'message'>) {
  return defineRule({
    id,
    family: 'input',
    severity: 'error',
    summary,
    messages: {
      [id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]: { message: '{{problem}}', ...rest },
    },
  });
}
