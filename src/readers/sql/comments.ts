import type { Comment } from '../../core/migration.js';
import { tokenize } from './tokens.js';

/** The comments of a text, if one of them may be addressed to Lockstep: nobody else asks for them. */
export function commentsOf(text: string): Comment[] {
  if (!text.includes('lockstep')) return [];
  const comments: Comment[] = [];
  tokenize(text, 0, text.length, ({ start, end, block, unterminated }) => {
    const inner = text.slice(start + 2, block && unterminated !== true ? end - 2 : end);
    comments.push({ text: inner.trim(), span: { start, end } });
  });
  return comments;
}
