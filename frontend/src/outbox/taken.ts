// What this phone already did: which steps of an order need no second press.
import { isAnswered } from './store';
import type { Entry } from './types';

/** Kinds of entries that move an order on; a note may be written as often as one likes. */
const STEPS = new Set(['verify_true', 'verify_false', 'check_pass', 'check_back', 'settle', 'finish']);

/** A page shows an order as it stood after its event number `seq` (0: not known). */
export interface Shown { order: string; seq: number }

const seqOf = (entry: Entry): number => Number(entry.payload.seq ?? 0) || 0;

/**
 * The entry by which this phone already took the next step of an order as the page shows it: one
 * on its way always counts, one that arrived only while the page is older than the step.
 */
export function takenOf(entries: Entry[], shown: Shown): Entry | null {
  const mine = entries.filter((entry) => entry.order === shown.order && STEPS.has(entry.kind) && entry.state !== 'refused');
  const stale = (entry: Entry): boolean => shown.seq > 0 && seqOf(entry) > 0 && shown.seq <= seqOf(entry);
  return mine.reverse().find((entry) => !isAnswered(entry.state) || stale(entry)) ?? null;
}

/** The same for a step of a call, which is named by the call and the step. */
export function callTaken(entries: Entry[], kind: string, call: string): Entry | null {
  return entries.find((entry) => entry.kind === kind && entry.payload.call === call && entry.state !== 'refused') ?? null;
}

/** A place of a campaign is looked at once. */
export function placeTaken(entries: Entry[], place: string): Entry | null {
  return entries.find((entry) => entry.kind === 'place_seen' && entry.payload.check === place && entry.state !== 'refused') ?? null;
}
