/** Something that is not after a migration and its down part what it was before. */
export interface ObjectDifference {
  /** `left`: the migration makes it and it is still there. `missing`: it was there and is gone. */
  readonly kind: 'left' | 'missing' | 'changed';
  /** As people say it: `table users`, `column users.email`, `constraint users_pkey of users`. */
  readonly object: string;
}
