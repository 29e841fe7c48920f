import type { EffectOf } from '../../src/core/effect.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { mayFail, reporterOf } from '../../src/core/failure.js';
import type { Operation } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import { commandName, listedBriefly, shortName } from '../../src/core/wording.js';

type Failure = EffectOf<'fails'>;

const why =
  'The migration stops here, whatever the tables hold. In a transaction all of it is rolled back; outside one, what ran before stays and has to be cleaned up by hand.';

export default defineRule({
  id: 'statement-fails',
  family: 'transactions',
  severity: 'error',
  summary: 'The statement is certain to fail on the schema that the history has built.',
  messages: {
    fails: {
      message: '{{command}} fails: {{because}}.',
      why,
      instead: 'Change the statement, or bring the schema into the state it needs first.',
    },
    failsOnVersion: {
      message: '{{command}} fails on PostgreSQL {{version}}: {{because}}.',
      why,
      instead:
        'Write it in a form that PostgreSQL {{version}} has, or set the version of the database that will run the migration with --pg-version.',
    },
    dependentsInTheWay: {
      message: '{{command}} fails: {{because}}.',
      why,
      instead:
        'In the same transaction drop what depends on it, by name and not with CASCADE, make the change, and create again what is still wanted.',
    },
    noCast: {
      message: '{{command}} fails: {{because}}.',
      why,
      instead:
        'Say with USING how the values are converted, and drop the default before and set it again after where one is in the way.',
    },
    outsideTransaction: {
      message: '{{command}} fails: {{because}}.',
      why,
      instead: 'Put it between BEGIN and COMMIT together with the statements it is meant for.',
    },
  },
  checkMigration({ steps, postgres }) {
    if (!steps.some(mayFail)) return undefined;
    let isGuess = false;
    return steps.flatMap(({ operation, effects }) => {
      // What dynamic SQL has done to the schema is not known.
      isGuess ||= operation.kind === 'opaque';
      const failures = certainFailures(operation, effectsOfKind(effects, 'fails'), isGuess);
      const [first] = failures;
      if (first === undefined) return [];
      return {
        messageId: messageFor(first),
        data: {
          command: commandName(operation),
          because: reasonOf(first, failures),
          version: String(postgres),
        },
        effects: failures,
        operation,
      };
    });
  },
});

function certainFailures(operation: Operation, failures: readonly Failure[], isGuess: boolean): readonly Failure[] {
  return failures.filter((failure) => {
    if (!failure.certain || reporterOf(operation, failure) !== 'statement-fails') return false;
    if (failure.when === 'version' || failure.when === 'outside-transaction') return true;
    if (isGuess) return false;
    // IF (NOT) EXISTS in a block is there to keep these from happening.
    return operation.conditional !== true || (failure.when !== 'exists' && failure.when !== 'missing');
  });
}

/** PostgreSQL's words, with the objects they speak of where they leave them out. */
function reasonOf(first: Failure, failures: readonly Failure[]): string {
  const reason = first.because.replace(/\.$/, '');
  const alike = failures.filter(({ because }) => because === first.because);
  const objects = alike.flatMap(({ object }) => (object === undefined ? [] : shortName(object)));
  const unnamed = objects.filter((object) => !reason.includes(object.slice(object.lastIndexOf('.') + 1)));
  const more = failures.length - alike.length;
  const others = more > 0 ? `, and ${more} more like it` : '';
  return unnamed.length > 0 ? `${reason} (${listedBriefly(unnamed)})${others}` : `${reason}${others}`;
}

function messageFor({
  when,
}: Failure): 'fails' | 'failsOnVersion' | 'dependentsInTheWay' | 'noCast' | 'outsideTransaction' {
  switch (when) {
    case 'version':
      return 'failsOnVersion';
    case 'view-depends':
    case 'objects-depend':
      return 'dependentsInTheWay';
    case 'no-cast':
      return 'noCast';
    case 'outside-transaction':
      return 'outsideTransaction';
    default:
      return 'fails';
  }
}
