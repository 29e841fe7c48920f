import { dedented, stripped } from './dedent.js';
import { displayed } from './format-string.js';
import { braceFormatted } from './formatting.js';
import { joinedPath, parentPath } from './paths.js';
import { itemsOf, knownItems } from './sequences.js';
import { concatenated, fileSpan, sliced, standingFor } from './text.js';
import type { PythonCall, PythonString, PythonValue } from './value.js';

/** What a call of Python's own functions and methods gives for constants; undefined for every other call. */
export function builtInCall(call: PythonCall): PythonValue | undefined {
  const { callee, path } = call;
  if (path !== undefined) return functions.get(path)?.(call);
  if (callee.kind !== 'attribute') return undefined;
  const { object, name } = callee;
  switch (object.kind) {
    case 'string':
      return stringMethod(object, name, call);
    case 'file-path':
      return pathMethod(object.path, name, call);
    case 'file-text':
      return name === 'read' || name === 'decode' || name === 'strip' ? { ...object, span: call.span } : undefined;
    case 'call':
      // `open(path).read()`: what was opened is a call with a constant path.
      return undefined;
    case 'dict':
      return dictMethod(object, name, call);
    default:
      return undefined;
  }
}

type BuiltIn = (call: PythonCall) => PythonValue | undefined;

const sameValue: BuiltIn = ({ positional: [value] }) => value;

const openFile: BuiltIn = ({ positional: [first], span }) => {
  const path = first === undefined ? undefined : pathText(first);
  return path === undefined ? undefined : { kind: 'file-text', path, span };
};

const toPath: BuiltIn = ({ positional, span }) => joined(positional, span);

const functions: ReadonlyMap<string, BuiltIn> = new Map<string, BuiltIn>([
  ['textwrap.dedent', ({ positional: [text], span }) => (text?.kind === 'string' ? dedented(text, span) : undefined)],
  ['inspect.cleandoc', ({ positional: [text], span }) => (text?.kind === 'string' ? dedented(text, span) : undefined)],
  ['str', ({ positional: [value], span }) => asString(value, span)],
  ['list', (call) => sequence(call, 'list')],
  ['tuple', (call) => sequence(call, 'tuple')],
  ['set', (call) => sequence(call, 'set')],
  ['frozenset', (call) => sequence(call, 'set')],
  ['dict', dictionary],
  ['open', openFile],
  ['io.open', openFile],
  ['codecs.open', openFile],
  ['pathlib.Path', toPath],
  ['pathlib.PurePath', toPath],
  ['os.path.join', toPath],
  ['os.path.abspath', toPath],
  ['os.path.realpath', toPath],
  ['os.path.normpath', toPath],
  ['os.path.dirname', directory],
  ['django.utils.module_loading.import_string', importString],
  ['swapper.get_model_name', swappedModel],
  ['swapper.split', ({ positional: [name], span }) => (name?.kind === 'string' ? parts(name, span) : undefined)],
  ['typing.cast', ({ positional: [, value] }) => value],
  ['django.utils.safestring.mark_safe', sameValue],
  ['django.utils.encoding.force_str', sameValue],
]);

/** `swapper.get_model_name("shop", "Order")` is `shop.Order` unless a setting puts another model in its place. */
function swappedModel({ positional: [app, model], span }: PythonCall): PythonValue | undefined {
  if (app?.kind !== 'string' || model?.kind !== 'string') return undefined;
  return standingFor(`${app.text}.${model.text}`, span);
}

/** The app and the model of `shop.Order`. */
function parts({ text }: PythonString, span: PythonCall['span']): PythonValue {
  return { kind: 'tuple', items: text.split('.').map((part) => standingFor(part, span)), span };
}

function importString({ positional: [path], span }: PythonCall): PythonValue | undefined {
  return path?.kind === 'string' ? { kind: 'name', path: path.text, imported: true, span } : undefined;
}

function asString(value: PythonValue | undefined, span: PythonCall['span']): PythonValue | undefined {
  if (value === undefined) return standingFor('', span);
  if (value.kind === 'string' && value.bytes !== true) return value;
  if (value.kind === 'file-path') return { ...value, span };
  const text = displayed(value);
  return text === undefined ? undefined : standingFor(text, span);
}

function sequence({ positional: [value], span }: PythonCall, kind: 'list' | 'tuple' | 'set'): PythonValue | undefined {
  if (value === undefined) return { kind, items: [], span };
  const items = knownItems(value) ?? (value.kind === 'dict' ? undefined : itemsOf(value));
  return items === undefined ? undefined : { kind, items, span };
}

function dictionary({ positional: [first, more], keywords, span }: PythonCall): PythonValue | undefined {
  if (more !== undefined || (first !== undefined && first.kind !== 'dict')) return undefined;
  const named = keywords.map(({ name, value, span: at }) => ({
    key: name === undefined ? undefined : standingFor(name, at),
    value,
    span: at,
  }));
  return { kind: 'dict', entries: [...(first?.entries ?? []), ...named], span };
}

function directory({ positional: [path], span }: PythonCall): PythonValue | undefined {
  const text = path === undefined ? undefined : pathText(path);
  return text === undefined ? undefined : { kind: 'file-path', path: parentPath(text), span };
}

function joined(parts: readonly PythonValue[], span: PythonCall['span']): PythonValue | undefined {
  const texts = parts.map(pathText);
  const known = texts.flatMap((text) => text ?? []);
  if (known.length < texts.length || known.length === 0) return undefined;
  // Only what began at this file is a path; `os.path.join` of plain strings stays readable as one, too.
  return { kind: 'file-path', path: joinedPath(known), span };
}

function pathText(value: PythonValue): string | undefined {
  if (value.kind === 'file-path') return value.path;
  return value.kind === 'string' ? value.text : undefined;
}

function stringMethod(string: PythonString, name: string, call: PythonCall): PythonValue | undefined {
  switch (name) {
    case 'format':
      return braceFormatted(string, call);
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return call.positional.length === 0 ? stripped(string, name, call.span) : undefined;
    case 'replace':
      return replacedText(string, call);
    case 'join':
      return joinedStrings(string, call);
    case 'lower':
      return standingFor(string.text.toLowerCase(), call.span);
    case 'upper':
      return standingFor(string.text.toUpperCase(), call.span);
    default:
      return undefined;
  }
}

function replacedText(string: PythonString, { positional, span }: PythonCall): PythonValue | undefined {
  const [old, fresh, count] = positional;
  if (old?.kind !== 'string' || old.text === '' || fresh?.kind !== 'string' || count !== undefined) return undefined;
  const pieces: PythonString[] = [];
  let done = 0;
  for (let at = string.text.indexOf(old.text); at >= 0; at = string.text.indexOf(old.text, done)) {
    const end = at + old.text.length;
    pieces.push(sliced(string, done, at), standingFor(fresh.text, fileSpan(string, at, end)));
    done = end;
  }
  return concatenated([...pieces, sliced(string, done, string.text.length)], span);
}

function joinedStrings(separator: PythonString, { positional: [list], span }: PythonCall): PythonValue | undefined {
  const items = list === undefined ? undefined : knownItems(list);
  if (items === undefined) return undefined;
  const parts: PythonString[] = [];
  for (const item of items) {
    if (item.kind !== 'string') return undefined;
    if (parts.length > 0) parts.push(separator);
    parts.push(item);
  }
  return concatenated(parts, span);
}

function pathMethod(path: string, name: string, { positional, span }: PythonCall): PythonValue | undefined {
  switch (name) {
    case 'resolve':
    case 'absolute':
      return { kind: 'file-path', path, span };
    case 'joinpath':
      return joined([{ kind: 'file-path', path, span }, ...positional], span);
    case 'with_name':
      return joined([{ kind: 'file-path', path: parentPath(path), span }, ...positional], span);
    case 'open':
    case 'read_text':
    case 'read_bytes':
      return { kind: 'file-text', path, span };
    default:
      return undefined;
  }
}

function dictMethod(
  dict: Extract<PythonValue, { kind: 'dict' }>,
  name: string,
  { span }: PythonCall,
): PythonValue | undefined {
  const entries = dict.entries.flatMap(({ key, value }) => (key === undefined ? [] : [{ key, value }]));
  if (entries.length < dict.entries.length) return undefined;
  if (name === 'keys') return { kind: 'list', items: entries.map(({ key }) => key), span };
  if (name === 'values') return { kind: 'list', items: entries.map(({ value }) => value), span };
  if (name !== 'items') return undefined;
  return { kind: 'list', items: entries.map(({ key, value }) => ({ kind: 'tuple', items: [key, value], span })), span };
}
