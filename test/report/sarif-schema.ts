/**
 * The part of the SARIF 2.1.0 schema that Lockstep's reports use, written after section 3 of the standard: a property
 * that is not here is not allowed either, so a report cannot grow past what was checked.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
const positive = { type: 'integer', minimum: 1 };
const text = { type: 'string' };

function object(properties: Readonly<Record<string, unknown>>, required: readonly string[] = []): object {
  return { type: 'object', additionalProperties: false, properties, required };
}

const message = object({ text, markdown: text, id: text }, ['text']);
const artifactLocation = object({ uri: { ...text, pattern: '^[^\\s:]+$' }, uriBaseId: text });
const region = object({ startLine: positive, startColumn: positive, endLine: positive, endColumn: positive });
const level = { enum: ['none', 'note', 'warning', 'error'] };

const descriptor = object(
  {
    id: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
    defaultConfiguration: object({ level }),
    properties: object({ tags: { type: 'array', uniqueItems: true, items: text } }),
  },
  ['id'],
);

const fix = object(
  {
    description: message,
    artifactChanges: {
      type: 'array',
      minItems: 1,
      items: object(
        {
          artifactLocation,
          replacements: {
            type: 'array',
            minItems: 1,
            items: object({ deletedRegion: region, insertedContent: object({ text }) }, ['deletedRegion']),
          },
        },
        ['artifactLocation', 'replacements'],
      ),
    },
  },
  ['artifactChanges'],
);

const result = object(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: {
      type: 'array',
      items: object({ physicalLocation: object({ artifactLocation, region }, ['artifactLocation']) }),
    },
    partialFingerprints: { type: 'object', additionalProperties: text },
    fixes: { type: 'array', uniqueItems: true, items: fix },
  },
  ['message'],
);

const run = object(
  {
    tool: object(
      {
        driver: object(
          { name: text, semanticVersion: text, rules: { type: 'array', uniqueItems: true, items: descriptor } },
          ['name'],
        ),
      },
      ['driver'],
    ),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    invocations: {
      type: 'array',
      items: object(
        {
          executionSuccessful: { type: 'boolean' },
          toolExecutionNotifications: { type: 'array', items: object({ level, message }, ['message']) },
        },
        ['executionSuccessful'],
      ),
    },
    properties: { type: 'object' },
    results: { type: 'array', items: result },
  },
  ['tool'],
);

export const sarifSchema = object(
  { $schema: text, version: { enum: ['2.1.0'] }, runs: { type: 'array', items: run } },
  ['version', 'runs'],
);
