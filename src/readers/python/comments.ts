import type { Comment } from '../../core/migration.js';
import { scan } from './scan.js';

/** The comments of a text, if one of them may be addressed to Lockstep: nobody else asks for them. */
export function commentsOf(text: string): readonly Comment[] {
  return text.includes('lockstep') ? scan(text).comments : [];
}
