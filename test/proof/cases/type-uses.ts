import type { ProofCase, Topic } from './case.js';

/** A change of type under an index with a predicate, in one transaction with it. */
function under(id: string, predicate: string, column: string, type: string, fails?: string): ProofCase {
  return {
    id: `type-used-in-${id}`,
    ...(fails === undefined ? {} : { fails }),
    setup: [`CREATE INDEX loose_used_idx ON loose (id) WHERE ${predicate}`],
    sql: `ALTER TABLE loose ALTER COLUMN ${column} TYPE ${type} USING NULL::${type}`,
  };
}

const noOperator = '42883';

export const typeUses: Topic = {
  title: 'Types of columns that expressions use',
  cases: [
    under('predicate', 'twice > 5', 'twice', 'text', noOperator),
    under('predicate-wider', 'twice > 5', 'twice', 'bigint'),
    under('predicate-negative', 'twice > -5 AND id > 0', 'twice', 'date', noOperator),
    under('predicate-text-to-integer', "digits <> ''", 'digits', 'integer', noOperator),
    under('predicate-text-to-varchar', "digits <> ''", 'digits', 'varchar(300)'),
    under('predicate-text-to-enum', "word IN ('ok', 'sad')", 'word', 'mood', noOperator),
    under('predicate-between', 'amount BETWEEN 1 AND 2.5', 'amount', 'boolean', noOperator),
    under('predicate-null', 'twice IS NOT NULL', 'twice', 'text'),
    under('predicate-other-column', 'holes > 5', 'twice', 'text'),
    under('predicate-cast', 'twice::text = $$5$$', 'twice', 'text'),
    under('predicate-call', 'abs(twice) > 5', 'twice', 'text', noOperator),
    under('predicate-arithmetic', 'twice + 1 > 5', 'twice', 'text', noOperator),
    under('predicate-concatenation', "digits || 'x' = '1x'", 'digits', 'integer'),
    under('predicate-numeric-constant', 'twice > 5.5', 'twice', 'integer'),
    {
      id: 'type-used-in-predicate-varchar',
      setup: ["CREATE INDEX users_used_idx ON users (id) WHERE nickname IN ('a', 'b')"],
      sql: 'ALTER TABLE users ALTER COLUMN nickname TYPE integer USING NULL::integer',
    },
    {
      id: 'type-used-in-predicate-enum',
      fails: noOperator,
      setup: [
        'ALTER TABLE users ALTER COLUMN feeling DROP DEFAULT',
        "CREATE INDEX users_used_idx ON users (id) WHERE feeling = 'ok'",
      ],
      sql: 'ALTER TABLE users ALTER COLUMN feeling TYPE text',
    },
    {
      id: 'type-used-in-index-expression',
      fails: noOperator,
      setup: ['CREATE INDEX loose_used_idx ON loose ((twice * 2))'],
      sql: 'ALTER TABLE loose ALTER COLUMN twice TYPE text',
    },
    {
      id: 'type-used-in-check',
      fails: noOperator,
      setup: ["ALTER TABLE loose ADD CONSTRAINT loose_used_check CHECK (word IN ('ok', 'sad')) NOT VALID"],
      sql: 'ALTER TABLE loose ALTER COLUMN word TYPE mood USING NULL::mood',
    },
    {
      id: 'type-used-in-check-dropped',
      setup: [
        "ALTER TABLE loose ADD CONSTRAINT loose_used_check CHECK (word IN ('ok', 'sad')) NOT VALID",
        'ALTER TABLE loose DROP CONSTRAINT loose_used_check',
      ],
      sql: 'ALTER TABLE loose ALTER COLUMN word TYPE mood USING NULL::mood',
    },
    {
      id: 'type-used-in-check-moments',
      setup: ["ALTER TABLE loose ADD CONSTRAINT loose_used_check CHECK (moment > '2020-01-01') NOT VALID"],
      sql: 'ALTER TABLE loose ALTER COLUMN moment TYPE date',
    },
  ],
};
