import type { DjangoFeatures } from '../versions.js';

/** What holds for a whole replay. */
export interface World {
  readonly features: DjangoFeatures;
  /** Settings that name models, such as `AUTH_USER_MODEL`. */
  readonly settings: ReadonlyMap<string, string>;
  /** The class of keys that nobody writes, such as those of many-to-many tables: `BigAutoField`. */
  readonly autoField: 'AutoField' | 'BigAutoField' | 'SmallAutoField';
  /** Whether `timezone.now()` has an offset. */
  readonly useTz: boolean;
  /** The setting `TIME_ZONE`. */
  readonly timeZone: string;
  /** What clock and chance give where a default asks them. */
  readonly now: string;
  readonly uuid4: string;
  /** The setting `DEFAULT_INDEX_TABLESPACE`. */
  readonly defaultIndexTablespace: string | undefined;
}
