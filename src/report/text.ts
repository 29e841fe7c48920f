/** Text for a single line: runs of white space become one space, control characters visible signs. */
export function oneLine(text: string): string {
  if (!unusual.test(text)) return text;
  return visible(text.replace(/\s+/g, ' ').trim());
}

/**
 * Replaces control characters by their pictures, so that the text of a migration can neither move the cursor nor
 * change the colours of a terminal. Tabs become two spaces.
 */
export function visible(text: string): string {
  return text.replace(/\t/g, '  ').replace(controlCharacters, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\uFFFD';
  });
}

/** Breaks text into lines of at most `width` characters at spaces; a longer word keeps its line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Anything but single spaces between printable characters of ASCII. */
const unusual = /[^ -~]| {2}|^ | $/;

// Bidirectional controls are among them: they can make a line of code read as another.
// eslint-disable-next-line no-control-regex -- finding control characters is the purpose
const controlCharacters = /[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
