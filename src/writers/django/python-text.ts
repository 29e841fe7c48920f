/** A text as a Python string: in one line where it is one, else between three quotes where it can stand as it is. */
export function pythonString(text: string): string {
  if (text.includes('\n') && /^[^\\\r]*$/.test(text) && !text.includes('"""') && !text.endsWith('"')) {
    return `"""${text}"""`;
  }
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  const inner = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll(quote, `\\${quote}`);
  return quote + inner + quote;
}

/** Lines behind the first moved to the right, unless a string that has lines of its own would change by it. */
export function indented(text: string, spaces: number): string {
  return hasLongString(text) ? text : text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(spaces)}`);
}

/** Lines behind the first moved to the left, as far as the line that the text begins on was from the margin. */
export function dedented(text: string, spaces: number): string {
  return hasLongString(text) ? text : text.replace(new RegExp(`\\n {0,${spaces}}`, 'g'), '\n');
}

function hasLongString(text: string): boolean {
  return /"""|'''|\\\n/.test(text);
}
