/** The directory of a path; `.` for a bare name. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash < 0) return path === '.' || path === '..' ? normalized(`${path}/..`) : '.';
  return path.slice(0, slash) === '' ? '/' : path.slice(0, slash);
}

/** Paths joined as `os.path.join` does, an absolute one starting anew; `.` and `..` are resolved where they can be. */
export function joinedPath(parts: readonly string[]): string {
  let joined = '';
  for (const part of parts) joined = part.startsWith('/') || joined === '' ? part : `${joined}/${part}`;
  return normalized(joined);
}

function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  const joined = parts.join('/');
  if (path.startsWith('/')) return `/${joined}`;
  return joined === '' ? '.' : joined;
}
