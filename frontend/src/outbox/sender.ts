// Sends what waits, oldest first, each until it has an answer. The server remembers client keys,
// so an entry whose answer was lost is sent again and gets the first answer: once in effect.
import { isAnswered, type Store } from './store';
import type { Entry, Sent } from './types';

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 5 * 60_000;

export type Send = (entry: Entry) => Promise<Sent>;
/** Runs `work` alone. While another is at it: null, or after it when told to `wait`. */
export type Lock = <T>(work: () => Promise<T>, wait?: boolean) => Promise<T | null>;
export interface Round { sent: number; stopped: 'network' | 'login' | null; waiting: number; nextAt: number | null }

export function pauseAfter(attempts: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.max(0, attempts - 1));
}

export class Sender {
  constructor(
    private readonly store: Store, private readonly user: string, private readonly send: Send,
    private readonly lock: Lock = oneAtATime(), private readonly now: () => number = Date.now, private readonly onChange: () => void = () => undefined,
  ) {}

  /** One round over everything that waits; null when another is at it, unless told to `wait` for it. `force` ignores pauses. */
  flush(force = false, wait = false): Promise<Round | null> {
    return this.lock(async () => {
      const first = await this.round(force);
      // What got through shows that the network is back: the others need not sit out their pauses.
      if (force || !first.sent || !first.waiting || first.stopped) return first;
      const second = await this.round(true);
      return { ...second, sent: first.sent + second.sent };
    }, wait);
  }

  private async round(force: boolean): Promise<Round> {
    await this.store.recover(this.user);
    const held = new Set<string>();
    let sent = 0;
    let stopped: Round['stopped'] = null;
    for (const entry of await this.store.list(this.user)) {
      if (isAnswered(entry.state)) continue;
      // A later step of an order must not overtake an earlier one that still waits.
      if (entry.order && held.has(entry.order)) continue;
      if (!force && entry.next_at > this.now()) {
        if (entry.order) held.add(entry.order);
        continue;
      }
      const outcome = await this.one(entry);
      if (outcome === 'answer') sent += 1;
      else if (outcome === 'later') {
        if (entry.order) held.add(entry.order);
      } else {
        stopped = outcome;
        break;
      }
    }
    const left = (await this.store.list(this.user)).filter((entry) => !isAnswered(entry.state));
    const nextAt = left.length ? Math.min(...left.map((entry) => entry.next_at)) : null;
    return { sent, stopped, waiting: left.length, nextAt };
  }

  private async one(entry: Entry): Promise<Sent['outcome']> {
    await this.store.change(entry.client_key, { state: 'sending' });
    this.onChange();
    let sent: Sent;
    try {
      sent = await this.send(entry);
    } catch {
      sent = { outcome: 'network' };
    }
    if (sent.outcome === 'answer') {
      const { result, message, order } = sent.answer;
      // Photos are on the server now, or were refused with their entry: free the phone's space.
      await this.store.change(entry.client_key, { state: result, message: message ?? '', order: order || entry.order, photos: result === 'refused' ? entry.photos : [] });
    } else {
      const attempts = entry.attempts + (sent.outcome === 'login' ? 0 : 1);
      const pause = sent.outcome === 'login' ? 0 : pauseAfter(attempts);
      await this.store.change(entry.client_key, { state: 'queued', attempts, next_at: this.now() + pause });
    }
    this.onChange();
    return sent.outcome;
  }
}

/** A lock within one page, for browsers without the Web Locks API and for tests. */
export function oneAtATime(): Lock {
  let running: Promise<unknown> | null = null;
  return async (work, wait = false) => {
    while (running) {
      if (!wait) return null;
      await running.catch(() => undefined);
    }
    const mine = work();
    running = mine;
    try {
      return await mine;
    } finally {
      running = null;
    }
  };
}

/** A lock across tabs; the browser frees it when a tab dies. */
export function acrossTabs(name: string): Lock {
  if (!('locks' in navigator)) return oneAtATime();
  return (work, wait = false) => navigator.locks.request(name, { ifAvailable: !wait }, (held) => (held ? work() : null)) as ReturnType<Lock> as never;
}
