import type { DefElem, Node } from 'libpg-query';
import type { OwnedBy, SequenceOptions, StorageParameter } from '../../../core/operation.js';
import { all, as, nameParts, optionText, qualified } from '../nodes.js';
import { typeReference } from '../types.js';

/** `WITH (fillfactor = 70, ...)`; nothing when there is none. */
export function storageParameters(options: readonly Node[] | undefined): {
  readonly storageParameters?: readonly StorageParameter[];
} {
  return options === undefined || options.length === 0 ? {} : { storageParameters: parameters(options) };
}

/** A list of options with their values as texts. */
export function parameters(options: readonly Node[] | undefined): StorageParameter[] {
  return all(options, 'DefElem').map((option) => {
    const value = optionText(option.arg);
    return { name: optionName(option), ...(value === undefined ? undefined : { value }) };
  });
}

/** The name of an option, with its namespace where it has one. */
function optionName({ defnamespace, defname = '' }: DefElem): string {
  return defnamespace === undefined ? defname : `${defnamespace}.${defname}`;
}

/** The options of a sequence apart from its owner; nothing when there are none. */
export function sequenceOptions(options: readonly Node[] | undefined): SequenceOptions | undefined {
  const found: { -readonly [P in keyof SequenceOptions]: SequenceOptions[P] } = {};
  for (const option of all(options, 'DefElem')) takeOption(option, found);
  return Object.keys(found).length === 0 ? undefined : found;
}

function takeOption(
  { defname, arg }: DefElem,
  found: { -readonly [P in keyof SequenceOptions]: SequenceOptions[P] },
): void {
  const value = optionText(arg) ?? null;
  switch (defname) {
    case 'as': {
      const type = typeReference(as(arg, 'TypeName'));
      if (type !== undefined) found.type = type;
      return;
    }
    case 'start':
    case 'increment':
    case 'cache':
      found[defname] = value ?? '';
      return;
    case 'restart':
      found.restart = value;
      return;
    case 'minvalue':
      found.minValue = value;
      return;
    case 'maxvalue':
      found.maxValue = value;
      return;
    case 'cycle':
      found.cycle = value === 'true';
      return;
    case 'sequence_name':
      found.sequenceName = qualified(nameParts(arg));
      return;
    default:
  }
}

/** `OWNED BY table.column` or NONE; nothing when it is not written. */
export function ownership(options: readonly Node[] | undefined): { readonly ownedBy?: OwnedBy } {
  const option = all(options, 'DefElem').find((candidate) => candidate.defname === 'owned_by');
  if (option === undefined) return {};
  const parts = nameParts(option.arg);
  const column = parts.at(-1) ?? '';
  return { ownedBy: parts.length < 2 ? null : { table: qualified(parts.slice(0, -1)), column } };
}
