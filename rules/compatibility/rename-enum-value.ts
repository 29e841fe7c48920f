import { displayName } from '../../src/core/name.js';
import { isNewType } from '../../src/core/newness.js';
import { defineRule } from '../../src/core/rule.js';
import { typeKey } from '../../src/core/schema.js';
import { renameEnumValueBySecond } from '../../src/plans/rename-enum-value.js';

export default defineRule({
  id: 'rename-enum-value',
  family: 'compatibility',
  severity: 'error',
  summary: 'Renaming an enum value breaks the code that still writes or expects the old one.',
  operations: ['rename-enum-value'],
  messages: {
    breaksCode: {
      message:
        "Renaming '{{value}}' of the enum {{type}} to '{{newValue}}' breaks the code that writes or compares '{{value}}'.",
      why: "Running code fails with \"invalid input value for enum {{type}}\" where it names '{{value}}', and reads '{{newValue}}', which it does not know, from rows it wrote itself.",
      instead:
        "Add '{{newValue}}' with ALTER TYPE {{type}} ADD VALUE, deploy code that reads both and writes the new one, then change the rows in batches. The old value may stay in the type.",
    },
  },
  check(operation, { schema, effects }) {
    const { type, value, newValue } = operation;
    const known = schema.types.get(typeKey(schema, type));
    const label = known?.kind === 'enum' ? known.labels.find((other) => other.label === value) : undefined;
    if (isNewType(schema, type) || label?.birth.deploy === schema.deploy) return undefined;
    return {
      messageId: 'breaksCode',
      data: { type: displayName(type), value, newValue },
      effects: effects.filter(({ kind }) => kind === 'breaks'),
    };
  },
  plan: renameEnumValueBySecond,
});
