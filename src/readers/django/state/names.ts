import { createHash } from 'node:crypto';

/** `max_name_length` of Django's PostgreSQL backend, in characters. */
const maximumLength = 63;

/** The first digits of the MD5 of all parts: `names_digest`, django/db/backends/utils.py. */
function namesDigest(parts: readonly string[], length: number): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part, 'utf8');
  return hash.digest('hex').slice(0, length);
}

/** A name of at most 63 characters, cut and told apart by a digest: `truncate_name`, django/db/backends/utils.py. */
export function truncatedName(identifier: string): string {
  const { namespace, name } = splitIdentifier(identifier);
  if (characters(name).length <= maximumLength) return identifier;
  const short = `${characters(name)
    .slice(0, maximumLength - 4)
    .join('')}${namesDigest([name], 4)}`;
  return namespace === '' ? short : `${namespace}"."${short}`;
}

/** Schema and name of `schema"."table`: `split_identifier`, django/db/backends/utils.py. */
export function splitIdentifier(identifier: string): { readonly namespace: string; readonly name: string } {
  const at = identifier.indexOf('"."');
  if (at < 0) return { namespace: '', name: withoutQuotes(identifier) };
  return { namespace: withoutQuotes(identifier.slice(0, at)), name: withoutQuotes(identifier.slice(at + 3)) };
}

function withoutQuotes(name: string): string {
  return name.replace(/^"+|"+$/g, '');
}

/** Quotes a name unless it is quoted: `DatabaseOperations.quote_name`. Quotes within it stay as they are. */
export function quoteName(name: string): string {
  return name.startsWith('"') && name.endsWith('"') ? name : `"${name}"`;
}

/** A name without the quotes around it. */
export function unquoted(name: string): string {
  return name.replace(/^"|"$/g, '');
}

/** `_create_index_name` of Django's schema editor: the table, the columns, a digest and a suffix. */
export function indexName(table: string, columns: readonly string[], suffix: string): string {
  const name = splitIdentifier(table).name;
  const joined = columns.join('_');
  let end = `${namesDigest([name, ...columns], 8)}${suffix}`;
  const whole = `${name}_${joined}_${end}`;
  if (characters(whole).length <= maximumLength) return whole;
  if (characters(end).length > maximumLength / 3)
    end = characters(end)
      .slice(0, Math.floor(maximumLength / 3))
      .join('');
  const each = Math.floor((maximumLength - characters(end).length) / 2) - 1;
  const cut = (text: string): string => characters(text).slice(0, each).join('');
  const short = `${cut(name)}_${cut(joined)}_${end}`;
  return /^[_\d]/.test(short) ? `D${characters(short).slice(0, -1).join('')}` : short;
}

/** Python counts code points. */
function characters(text: string): readonly string[] {
  // A text without surrogates has one of them a unit.
  return /[\uD800-\uDFFF]/.test(text) ? Array.from(text) : text.split('');
}
