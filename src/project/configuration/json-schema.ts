import type { OptionDefinition, Rule } from '../../core/rule.js';
import { configShape } from './shape.js';
import type { Shape } from './shape.js';

/** The JSON schema of the configuration, so that editors complete and check `lockstep.config.json`. */
export function configJsonSchema(rules: readonly Rule[]): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Lockstep',
    ...schemaOf(configShape),
    definitions: { rules: rulesSchema(rules) },
  };
}

function schemaOf(shape: Shape): object {
  switch (shape.kind) {
    case 'word':
      return { enum: shape.values };
    case 'text':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'count':
      return { type: 'integer', minimum: 0 };
    case 'list':
      return { type: 'array', items: schemaOf(shape.of) };
    case 'word-or-patterns':
      return { anyOf: [{ enum: shape.values }, { type: 'array', items: { type: 'string', format: 'regex' } }] };
    case 'rules':
      return { $ref: '#/definitions/rules' };
    case 'object':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(shape.keys).map(([name, { description, shape: inner }]) => [
            name,
            // A schema with $ref ignores what stands beside it, in draft 7.
            inner.kind === 'rules' ? { description, allOf: [schemaOf(inner)] } : { description, ...schemaOf(inner) },
          ]),
        ),
        ...(shape.required === undefined ? {} : { required: shape.required }),
      };
  }
}

function rulesSchema(rules: readonly Rule[]): object {
  const properties = rules.map(({ id, summary, options }) => [id, { description: summary, anyOf: settingOf(options) }]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) as object };
}

const severity = { enum: ['off', 'warning', 'error'] };

function settingOf(options: Rule['options']): readonly object[] {
  const properties = Object.entries(options).map(([name, option]) => [name, optionSchema(option)]);
  const given = { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) as object };
  return [severity, { type: 'array', items: [severity, given], minItems: 1, maxItems: 2, additionalItems: false }];
}

function optionSchema({ default: value, description, values }: OptionDefinition): object {
  const words = values === undefined ? { type: 'string' } : { enum: values };
  const type = Array.isArray(value)
    ? { type: 'array', items: words }
    : typeof value === 'string'
      ? words
      : typeof value === 'number'
        ? { type: 'number', minimum: 0 }
        : { type: 'boolean' };
  return { description, default: value, ...type };
}
