// Entries in IndexedDB: written before anything is said to be saved, gone only after an answer.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Entry, EntryState, StoredPhoto } from './types';

interface Schema extends DBSchema {
  entries: { key: string; value: Entry };
  kept: { key: string; value: { key: string; value: unknown } };
}

export type NewEntry = Pick<Entry, 'client_key' | 'user' | 'kind' | 'order' | 'payload'> & { photos: StoredPhoto[]; created_at: Date };

export class Store {
  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(name = 'gongzhi-outbox'): Promise<Store> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'client_key' });
        fresh.createObjectStore('kept', { keyPath: 'key' });
      },
    });
    return new Store(db);
  }

  close(): void {
    this.db.close();
  }

  /** Adds an entry; the same client_key again changes nothing (a double press). */
  async add(entry: NewEntry): Promise<Entry> {
    const tx = this.db.transaction('entries', 'readwrite');
    const before = await tx.store.get(entry.client_key);
    if (before) {
      await tx.done;
      return before;
    }
    const all = await tx.store.getAll();
    const sequence = all.reduce((most, one) => Math.max(most, one.sequence), 0) + 1;
    const row: Entry = {
      ...entry, created_at: entry.created_at.toISOString(), sequence, state: 'queued', attempts: 0, next_at: 0, message: '',
    };
    await tx.store.add(row);
    await tx.done;
    return row;
  }

  /** A person's entries in the order in which they were made. */
  async list(user: string): Promise<Entry[]> {
    const all = await this.db.getAll('entries');
    return all.filter((entry) => entry.user === user).sort((a, b) => a.sequence - b.sequence);
  }

  /** Changes an entry's state fields; false when it is gone. */
  async change(key: string, changes: Partial<Pick<Entry, 'state' | 'attempts' | 'next_at' | 'message' | 'order' | 'photos'>>): Promise<boolean> {
    const tx = this.db.transaction('entries', 'readwrite');
    const entry = await tx.store.get(key);
    if (entry) await tx.store.put({ ...entry, ...changes });
    await tx.done;
    return entry !== undefined;
  }

  /** Entries left "sending" by a crash wait again; the server knows their keys. */
  async recover(user: string): Promise<void> {
    for (const entry of await this.list(user)) if (entry.state === 'sending') await this.change(entry.client_key, { state: 'queued' });
  }

  async get(key: string): Promise<Entry | null> {
    return (await this.db.get('entries', key)) ?? null;
  }

  /** Sends what was refused once more, as it is: the server keeps no answer of a refusal. */
  async again(key: string): Promise<boolean> {
    const entry = await this.get(key);
    return entry?.state === 'refused' && this.change(key, { state: 'queued', attempts: 0, next_at: 0, message: '' });
  }

  /** Removes an answered entry; one without an answer stays. */
  async dismiss(key: string): Promise<boolean> {
    const tx = this.db.transaction('entries', 'readwrite');
    const entry = await tx.store.get(key);
    const answered = entry !== undefined && isAnswered(entry.state);
    if (answered) await tx.store.delete(key);
    await tx.done;
    return answered;
  }

  async keep(key: string, value: unknown): Promise<void> {
    await this.db.put('kept', { key, value });
  }

  async kept<T>(key: string): Promise<T | null> {
    return ((await this.db.get('kept', key))?.value as T | undefined) ?? null;
  }

  /** Lists of other people kept on this phone are removed; their unsent entries never are. */
  async forgetOthers(user: string): Promise<void> {
    for (const key of await this.db.getAllKeys('kept')) if (!key.startsWith(`${user}:`)) await this.db.delete('kept', key);
  }
}

export function isAnswered(state: EntryState): boolean {
  return state === 'done' || state === 'noted' || state === 'refused';
}
