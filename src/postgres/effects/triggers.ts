import type { ObjectKey } from '../../core/name.js';
import type { OperationOf } from '../../core/operation.js';
import { missingFeature, supports } from '../features.js';
import type { Handlers } from './handler.js';
import { shortName } from './preconditions.js';
import { requireFeature } from './required-features.js';
import { lockQuery } from './query-use.js';
import type { Scene } from './scene.js';

/**
 * Triggers, rules and policies: CreateTrigger and EnableDisableTrigger in trigger.c, DefineQueryRewrite in
 * rewriteDefine.c, CreatePolicy in policy.c. Observed on 10 to 18.
 */
export const triggerHandlers = {
  'create-trigger': createTrigger,
  'drop-trigger': dropTrigger,
  'rename-trigger': (operation, scene) => lockTriggerTree(scene.key(operation.table), 'ACCESS EXCLUSIVE', scene),
  'set-trigger-state': setTriggerState,
  'create-rule': createRule,
  'drop-rule': (operation, scene) => changeRule(operation, scene),
  'rename-rule': (operation, scene) => scene.lock(scene.key(operation.table), 'ACCESS EXCLUSIVE'),
  'set-rule-state': (operation, scene) => changeRule(operation, scene),
  'create-policy': (operation, scene) => changePolicy(operation, scene),
  'alter-policy': (operation, scene) => changePolicy(operation, scene),
  'drop-policy': dropPolicy,
  'rename-policy': (operation, scene) => scene.lock(scene.key(operation.table), 'ACCESS EXCLUSIVE'),
} satisfies Partial<Handlers>;

/** CREATE TRIGGER: SHARE ROW EXCLUSIVE; a row trigger of a partitioned table is made on every partition (11+). */
function createTrigger(operation: OperationOf<'create-trigger'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockTriggerTree(table, 'SHARE ROW EXCLUSIVE', scene);
  if (scene.isPartitioned(table) && !supports(scene.postgres, 'partitioned-row-trigger')) {
    const because = missingFeature(scene.postgres, 'partitioned-row-trigger');
    scene.fails({ when: 'version', certain: false, object: table, because, unknown: eachRowUnknown });
  }
  if (operation.referencedTable !== undefined) scene.lock(scene.key(operation.referencedTable), 'ACCESS SHARE');
  if (operation.orReplace) requireFeature('replace-trigger', scene, operation.trigger);
  const taken = scene.table(table)?.triggers.some(({ name }) => name === operation.trigger) === true;
  if (taken && !operation.orReplace) {
    const because = `trigger "${operation.trigger}" for the relation already exists`;
    scene.fails({ when: 'exists', certain: true, object: `${table}.${operation.trigger}`, because });
  }
}

/** Locks a table and the partitions that carry a copy of the trigger. */
function lockTriggerTree(table: ObjectKey, mode: 'SHARE ROW EXCLUSIVE' | 'ACCESS EXCLUSIVE', scene: Scene): void {
  scene.lock(table, mode);
  for (const member of scene.partitionTree(table).slice(1)) {
    scene.lock(member, mode, eachRowUnknown);
  }
}

const eachRowUnknown = 'Whether the trigger is for each row, so that every partition has it, is not looked into.';

function dropTrigger(operation: OperationOf<'drop-trigger'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const known = scene.table(table);
  if (known?.complete === true && !known.triggers.some(({ name }) => name === operation.trigger)) {
    if (!operation.ifExists) failMissing('trigger', operation.trigger, table, scene);
    return;
  }
  lockTriggerTree(table, 'ACCESS EXCLUSIVE', scene);
  scene.loses({ what: 'trigger', object: `${table}.${operation.trigger}`, how: 'all' });
}

function failMissing(what: 'trigger' | 'policy', name: string, table: ObjectKey, scene: Scene): void {
  const because = `${what} "${name}" for table "${shortName(table)}" does not exist`;
  scene.fails({ when: 'missing', certain: true, object: `${table}.${name}`, because });
}

function setTriggerState(operation: OperationOf<'set-trigger-state'>, scene: Scene): void {
  const table = scene.key(operation.table);
  lockTriggerTree(table, 'SHARE ROW EXCLUSIVE', scene);
  if (scene.inUse(table)) scene.breaks({ clients: 'writers', object: table, because: 'behaviour-changed' });
}

/** CREATE RULE: ACCESS EXCLUSIVE. */
function createRule(operation: OperationOf<'create-rule'>, scene: Scene): void {
  changeRule(operation, scene);
}

function changeRule(operation: OperationOf<'create-rule' | 'drop-rule' | 'set-rule-state'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  if (scene.inUse(table)) scene.breaks({ clients: 'readers-and-writers', object: table, because: 'behaviour-changed' });
}

/** CREATE, ALTER and DROP POLICY: ACCESS EXCLUSIVE. They change what is seen once row security is enabled. */
function changePolicy(operation: OperationOf<'create-policy' | 'alter-policy'>, scene: Scene): void {
  const table = scene.key(operation.table);
  scene.lock(table, 'ACCESS EXCLUSIVE');
  if (operation.reads !== undefined) lockQuery(operation.reads, scene, { definition: true });
  if (operation.kind === 'create-policy' && scene.table(table)?.policies.includes(operation.policy) === true) {
    const because = `policy "${operation.policy}" for table "${shortName(table)}" already exists`;
    scene.fails({ when: 'exists', certain: true, object: `${table}.${operation.policy}`, because });
  }
  breakByPolicy(table, scene);
}

function breakByPolicy(table: ObjectKey, scene: Scene): void {
  const known = scene.table(table);
  if (known?.complete === true && !known.rowSecurity) return;
  if (scene.inUse(table)) scene.breaks({ clients: 'readers-and-writers', object: table, because: 'row-security' });
}

function dropPolicy(operation: OperationOf<'drop-policy'>, scene: Scene): void {
  const table = scene.key(operation.table);
  const known = scene.table(table);
  if (known?.complete === true && !known.policies.includes(operation.policy)) {
    if (!operation.ifExists) failMissing('policy', operation.policy, table, scene);
    return;
  }
  scene.lock(table, 'ACCESS EXCLUSIVE');
  scene.loses({ what: 'policy', object: `${table}.${operation.policy}`, how: 'all' });
  breakByPolicy(table, scene);
}
