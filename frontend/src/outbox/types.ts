export interface StoredPhoto { name: string; type: string; data: ArrayBuffer }
export type EntryState = 'queued' | 'sending' | 'done' | 'noted' | 'refused';
export interface Entry {
  client_key: string;
  user: string;
  kind: string;
  order: string;
  payload: Record<string, string | string[]>;
  photos: StoredPhoto[];
  created_at: string;
  sequence: number;
  state: EntryState;
  attempts: number;
  next_at: number;
  message: string;
}
export interface Answer { client_key: string; result: 'done' | 'noted' | 'refused'; message: string; order: string }
/** What sending one entry came to. */
export type Sent =
  | { outcome: 'answer'; answer: Answer }
  | { outcome: 'network' }
  | { outcome: 'login' }
  | { outcome: 'later' };
