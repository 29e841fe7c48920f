type Anything = Map<unknown, unknown>;
type AnyIndex = Map<unknown, Set<string>>;

/** How far each log had come when a savepoint was set. */
interface Savepoint {
  readonly name: string;
  readonly puts: number;
  readonly links: number;
}

/**
 * Remembers how to undo the changes of the open transaction. Both logs are kept as parallel arrays that are emptied and
 * used again, because nearly every change is recorded and hardly any is undone.
 */
export class Journal {
  #isOpen = false;
  readonly #maps: Anything[] = [];
  readonly #keys: unknown[] = [];
  readonly #values: unknown[] = [];
  readonly #indexes: AnyIndex[] = [];
  readonly #from: unknown[] = [];
  readonly #to: string[] = [];
  readonly #wasThere: boolean[] = [];
  readonly #savepoints: Savepoint[] = [];

  /** Begins anew: what happened before can no longer be undone. */
  start(): void {
    this.stop();
    this.#isOpen = true;
  }

  /** Forgets how to undo: the transaction is committed. */
  stop(): void {
    this.#isOpen = false;
    this.#truncate(0, 0);
    this.#savepoints.length = 0;
  }

  /** Before `map` gets another value for `key`, or loses it. */
  recordPut(map: Anything, key: unknown): void {
    if (!this.#isOpen) return;
    this.#maps.push(map);
    this.#keys.push(key);
    this.#values.push(map.get(key));
  }

  /** Before `to` is added to or taken from the members of `from`. */
  recordLink(index: AnyIndex, from: unknown, to: string, wasThere: boolean): void {
    if (!this.#isOpen) return;
    this.#indexes.push(index);
    this.#from.push(from);
    this.#to.push(to);
    this.#wasThere.push(wasThere);
  }

  /** Undoes everything since `start`. */
  rollback(): void {
    this.#undo(0, 0);
    this.stop();
  }

  savepoint(name: string): void {
    if (this.#isOpen) this.#savepoints.push({ name, puts: this.#maps.length, links: this.#indexes.length });
  }

  /** Undoes everything since the newest savepoint of that name, which stays in place. */
  rollbackToSavepoint(name: string): void {
    const place = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    const savepoint = this.#savepoints[place];
    if (savepoint === undefined) return;
    this.#savepoints.length = place + 1;
    this.#undo(savepoint.puts, savepoint.links);
  }

  releaseSavepoint(name: string): void {
    const place = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (place !== -1) this.#savepoints.length = place;
  }

  #undo(puts: number, links: number): void {
    for (let at = this.#maps.length - 1; at >= puts; at--) {
      const value = this.#values[at];
      if (value === undefined) this.#maps[at]?.delete(this.#keys[at]);
      else this.#maps[at]?.set(this.#keys[at], value);
    }
    for (let at = this.#indexes.length - 1; at >= links; at--) {
      const [index, to] = [this.#indexes[at], this.#to[at]];
      if (index === undefined || to === undefined) continue;
      if (this.#wasThere[at] === true) addMember(index, this.#from[at], to);
      else removeMember(index, this.#from[at], to);
    }
    this.#truncate(puts, links);
  }

  #truncate(puts: number, links: number): void {
    // Every transaction is begun and ended more than once, mostly with nothing in between.
    if (this.#maps.length === puts && this.#indexes.length === links) return;
    for (const log of [this.#maps, this.#keys, this.#values]) log.length = puts;
    for (const log of [this.#indexes, this.#from, this.#to, this.#wasThere]) log.length = links;
  }
}

/** Adds a member to the set under a key. */
export function addMember<K>(index: Map<K, Set<string>>, key: K, member: string): void {
  const members = index.get(key);
  if (members === undefined) index.set(key, new Set<string>().add(member));
  else members.add(member);
}

/** Takes a member from the set under a key, and the set with the last of them. */
export function removeMember<K>(index: Map<K, Set<string>>, key: K, member: string): void {
  const members = index.get(key);
  members?.delete(member);
  if (members?.size === 0) index.delete(key);
}
