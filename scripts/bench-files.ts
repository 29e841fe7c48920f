import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `narrow`: tables of five columns. `wide`: tables of twenty, with the constraints such tables have. */
export type Shape = 'narrow' | 'wide';

/**
 * Writes `count` migrations of five statements each: one line of history in which every file makes a table and changes
 * tables that earlier files made, some of it harmless and some not, in the proportions of a real project.
 */
export function writeMigrations(directory: string, count: number, shape: Shape): void {
  mkdirSync(directory, { recursive: true });
  for (let number = 1; number <= count; number++) {
    const name = `${String(number).padStart(6, '0')}_change.sql`;
    writeFileSync(join(directory, name), migration(number, shape));
  }
}

function migration(number: number, shape: Shape): string {
  const table = `orders_${number}`;
  const earlier = `orders_${Math.max(1, number - 1 - (number % 7))}`;
  return [
    "SET lock_timeout = '5s';",
    `CREATE TABLE ${table} (\n    ${columns[shape](earlier).join(',\n    ')}\n);`,
    `CREATE INDEX ${table}_customer_idx ON ${table} (customer_id);`,
    `ALTER TABLE ${earlier} ADD COLUMN note_${number} text;`,
    last[number % last.length]?.(earlier, number) ?? '',
  ].join('\n');
}

const narrow = [
  'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  'customer_id bigint NOT NULL',
  "status text NOT NULL DEFAULT 'new'",
  'total numeric(12, 2) NOT NULL DEFAULT 0',
  'created_at timestamptz NOT NULL DEFAULT now()',
];

const columns: Readonly<Record<Shape, (earlier: string) => readonly string[]>> = {
  narrow: () => narrow,
  wide: (earlier) => [
    ...narrow,
    `previous_id bigint REFERENCES ${earlier} (id) ON DELETE SET NULL`,
    'reference varchar(64) NOT NULL UNIQUE',
    "currency char(3) NOT NULL DEFAULT 'EUR'",
    'discount numeric(5, 2) NOT NULL DEFAULT 0 CHECK (discount >= 0 AND discount <= 100)',
    'quantity integer NOT NULL DEFAULT 1 CHECK (quantity > 0)',
    'is_gift boolean NOT NULL DEFAULT false',
    "tags text[] NOT NULL DEFAULT '{}'",
    "metadata jsonb NOT NULL DEFAULT '{}'::jsonb",
    'external_id uuid NOT NULL DEFAULT gen_random_uuid()',
    'ip_address inet',
    'paid_at timestamptz',
    'shipped_at timestamptz',
    'cancelled_at timestamptz',
    'updated_at timestamptz NOT NULL DEFAULT now()',
    'search tsvector',
    'CHECK (shipped_at IS NULL OR paid_at IS NOT NULL)',
  ],
};

/** The fifth statement of a file: every fourth is a hazard. */
const last: readonly ((table: string, number: number) => string)[] = [
  (table, number) => `ALTER TABLE ${table} ADD COLUMN extra_${number} jsonb NOT NULL DEFAULT '{}';`,
  (table, number) => `ALTER TABLE ${table} ALTER COLUMN note_${number} SET DEFAULT '';`,
  (table, number) => `COMMENT ON COLUMN ${table}.note_${number} IS 'free text';`,
  (table, number) => `CREATE INDEX ${table}_note_${number}_idx ON ${table} (note_${number});`,
];
