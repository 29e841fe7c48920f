import type { Span } from '../../core/span.js';
import { displayed } from './format-string.js';
import { concatenated, fileSpan, sliced, standingFor } from './text.js';
import type { PythonCall, PythonString, PythonValue } from './value.js';

/** `"..." % values`, when every place takes `%s` or `%d` of a constant. */
export function percentFormatted(template: PythonString, values: PythonValue, span: Span): PythonValue | undefined {
  const positional = values.kind === 'tuple' ? values.items : [values];
  let next = 0;
  return filled(template, /%(?:\((\w+)\))?(.)/gs, span, ([, name, letter]) => {
    if (letter === '%' && name === undefined) return '%';
    if (letter !== 's' && letter !== 'd') return undefined;
    const value = name === undefined ? positional[next++] : entryOf(values, name);
    if (value === undefined || (letter === 'd' && value.kind !== 'number')) return undefined;
    return displayed(value);
  });
}

/** `"...".format(...)`, when every place takes a constant without a format of its own. */
export function braceFormatted(template: PythonString, call: PythonCall): PythonValue | undefined {
  let next = 0;
  return filled(template, /\{\{|\}\}|\{([^{}]*)\}?|\}/g, call.span, ([place, name]) => {
    if (place === '{{' || place === '}}') return place.charAt(0);
    if (name === undefined || !/^\w*$/.test(name)) return undefined;
    const value = /^\d*$/.test(name)
      ? call.positional[name === '' ? next++ : Number(name)]
      : call.keywords.find((keyword) => keyword.name === name)?.value;
    return value === undefined ? undefined : displayed(value);
  });
}

function filled(
  template: PythonString,
  places: RegExp,
  span: Span,
  fill: (match: RegExpMatchArray) => string | undefined,
): PythonString | undefined {
  const parts: PythonString[] = [];
  let done = 0;
  for (const match of template.text.matchAll(places)) {
    const text = fill(match);
    if (text === undefined) return undefined;
    const end = match.index + match[0].length;
    parts.push(sliced(template, done, match.index), standingFor(text, fileSpan(template, match.index, end)));
    done = end;
  }
  return concatenated([...parts, sliced(template, done, template.text.length)], span);
}

function entryOf(values: PythonValue, name: string): PythonValue | undefined {
  if (values.kind !== 'dict') return undefined;
  return values.entries.findLast(({ key }) => key?.kind === 'string' && key.text === name)?.value;
}
