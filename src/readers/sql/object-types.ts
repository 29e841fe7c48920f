import type { ObjectType } from 'libpg-query';

/** Objects whose grammar name is not simply their SQL words. */
const exceptions: Partial<Record<ObjectType, string>> = {
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_FDW: 'foreign-data-wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_OPCLASS: 'operator-class',
  OBJECT_OPFAMILY: 'operator-family',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_DOMCONSTRAINT: 'domain-constraint',
  OBJECT_TSCONFIGURATION: 'text-search-configuration',
  OBJECT_TSDICTIONARY: 'text-search-dictionary',
  OBJECT_TSPARSER: 'text-search-parser',
  OBJECT_TSTEMPLATE: 'text-search-template',
  OBJECT_LARGEOBJECT: 'large-object',
  OBJECT_PARAMETER_ACL: 'parameter',
};

/** The kind of an object in PostgreSQL's words, lower case with hyphens: OBJECT_FOREIGN_TABLE gives `foreign-table`. */
export function objectTypeWord(type: ObjectType | undefined): string {
  if (type === undefined) return 'object';
  return exceptions[type] ?? type.slice('OBJECT_'.length).toLowerCase().replaceAll('_', '-');
}
