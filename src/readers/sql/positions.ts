/** Turns an offset in UTF-8 bytes, as libpg-query counts, into one in UTF-16 units, as everything else here counts. */
export type OffsetMap = (byte: number) => number;

const identity: OffsetMap = (byte) => byte;

/** The map for one text; costs nothing when the text is ASCII. The text must be well formed. */
export function offsetMapOf(text: string): OffsetMap {
  // eslint-disable-next-line no-control-regex -- the question is exactly whether all of it is ASCII
  const first = text.search(/[^\x00-\x7f]/);
  return first < 0 ? identity : mapFrom(text, first);
}

/** After every character that is not ASCII: its end in bytes, and its end in units. Between them both run alike. */
function mapFrom(text: string, first: number): OffsetMap {
  const bytes: number[] = [];
  const units: number[] = [];
  let byte = first;
  for (let unit = first; unit < text.length; unit++) {
    const code = text.charCodeAt(unit);
    if (code < 0x80) {
      byte++;
      continue;
    }
    if (code >= 0xd800 && code < 0xdc00) unit++;
    byte += code < 0x800 ? 2 : code >= 0xd800 && code < 0xdc00 ? 4 : 3;
    bytes.push(byte);
    units.push(unit + 1);
  }
  return (target) => {
    let low = 0;
    let high = bytes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((bytes[middle] ?? 0) <= target) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return target;
    return (units[low - 1] ?? 0) + target - (bytes[low - 1] ?? 0);
  };
}
