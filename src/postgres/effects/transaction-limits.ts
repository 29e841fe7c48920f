import type { Scene } from './scene.js';

/** Fails inside a transaction block (PreventInTransactionBlock in xact.c). */
export function failInTransaction(command: string, scene: Scene): void {
  if (!scene.inTransaction) return;
  const because = `${command} cannot run inside a transaction block`;
  scene.fails({ when: 'in-transaction', certain: true, because });
}
