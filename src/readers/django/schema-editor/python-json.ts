import type { PythonValue } from '../../python/value.js';

/** What `json.dumps` writes; undefined when a part is not constant. */
export function jsonText(value: PythonValue): string | undefined {
  switch (value.kind) {
    case 'none':
      return 'null';
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'number':
      return value.integer ? value.text : floatText(value.text);
    case 'unary':
      return value.operator === '-' && value.operand.kind === 'number'
        ? `-${jsonText(value.operand) ?? ''}`
        : undefined;
    case 'string':
      return ascii(JSON.stringify(value.text));
    case 'list':
    case 'tuple': {
      const items = value.items.map(jsonText);
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    case 'dict': {
      const entries = value.entries.map(({ key, value: item }) => {
        const name = key === undefined ? undefined : key.kind === 'string' ? jsonText(key) : keyText(key);
        const text = jsonText(item);
        return name === undefined || text === undefined ? undefined : `${name}: ${text}`;
      });
      return entries.includes(undefined) ? undefined : `{${entries.join(', ')}}`;
    }
    default:
      return undefined;
  }
}

/** A float as Python shows it: `1.0`, `1e-07`, `1e+16`. */
export function floatText(written: string): string {
  const value = Number(written.replaceAll('_', ''));
  if (!Number.isFinite(value)) return written;
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Keys of a dict become texts. */
function keyText(key: PythonValue): string | undefined {
  const text = jsonText(key);
  return text === undefined ? undefined : `"${text}"`;
}

function ascii(text: string): string {
  return text.replace(/[\u007F-\uFFFF]/g, (unit) =>
    unit === '\u007F' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
