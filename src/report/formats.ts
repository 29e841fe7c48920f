import type { Reporter } from './context.js';

/** The formats of `lint` by name, each loaded when it is wanted. */
export const formats = {
  pretty: async () => (await import('./pretty.js')).pretty,
  compact: async () => (await import('./compact.js')).compact,
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  github: async () => (await import('./github.js')).github,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  junit: async () => (await import('./junit.js')).junit,
  markdown: async () => (await import('./markdown.js')).markdown,
} satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type Format = keyof typeof formats;
