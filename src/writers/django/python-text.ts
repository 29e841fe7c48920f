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

/** Lines behind the first moved to the right; those of strings that have lines of their own stay. */
export function indented(text: string, spaces: number): string {
  return outsideStrings(text, (code) => code.replace(/\n(?=[^\n])/g, `\n${' '.repeat(spaces)}`));
}

/** Lines behind the first moved to the left, as far as the line that the text begins on was from the margin. */
export function dedented(text: string, spaces: number): string {
  return outsideStrings(text, (code) => code.replace(new RegExp(`\\n {0,${spaces}}`, 'g'), '\n'));
}

function outsideStrings(text: string, change: (code: string) => string): string {
  const parts = text.split(/("""[\s\S]*?"""|'''[\s\S]*?''')/);
  return parts.map((part, place) => (place % 2 === 0 ? change(part) : part)).join('');
}
