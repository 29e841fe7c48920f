import { expressionFor } from '../../core/hole.js';
import type { CodeOperations } from '../../core/operation.js';
import type { Writers } from './written.js';

/** Code of another language has no form in SQL: it leaves a hole that says what has to run there. */
export const codeWriters: Writers<keyof CodeOperations> = {
  'run-code': ({ language, name = 'a function' }) => {
    const question = `run ${name}, which is written in ${language}`;
    return `SELECT ${expressionFor({ name, question }).text}`;
  },
};
