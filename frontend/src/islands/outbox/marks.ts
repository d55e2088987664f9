// What the outbox knows, shown on the page: no network, what waits, and steps already taken.
import { el, fill, type Texts } from '../../lib/dom';
import { clockWords } from '../../lib/words';
import { callTaken, placeTaken, takenOf } from '../../outbox/taken';
import { isAnswered } from '../../outbox/store';
import type { Entry } from '../../outbox/types';

/** The chip in the bar: nothing while all is well. */
export function chip(seen: { offline: boolean; waiting: number; refused: number }, texts: Texts): void {
  const parts: string[] = [];
  if (seen.offline && seen.waiting) parts.push(fill(texts.waiting_offline, { n: seen.waiting }));
  else if (seen.offline) parts.push(texts.is_offline ?? '');
  else if (seen.waiting) parts.push(fill(texts.waiting, { n: seen.waiting }));
  if (seen.refused && !seen.waiting && !seen.offline) parts.push(fill(texts.refused_count, { n: seen.refused }));
  for (const one of document.querySelectorAll<HTMLElement>('[data-outbox-count]')) {
    one.hidden = parts.length === 0;
    one.textContent = parts.join(' ');
  }
}

/** The strip under the bar, at once when the network is gone. */
export function strip(offline: boolean, texts: Texts): void {
  const words = offline ? (texts.no_network ?? '') : '';
  for (const one of document.querySelectorAll<HTMLElement>('[data-offline-strip]')) if (one.textContent !== words) one.textContent = words;
}

const stateWords = (entry: Entry, texts: Texts): string => (isAnswered(entry.state) ? texts.taken : texts.taken_waiting) ?? '';
const stateTone = (entry: Entry): string => (isAnswered(entry.state) ? 'green' : 'yellow');

/** Cards of today's list: what was done on this phone is marked and goes to the end. */
export function markTasks(entries: Entry[], texts: Texts): void {
  for (const card of document.querySelectorAll<HTMLElement>('[data-task-order]')) {
    const taken = takenOf(entries, { order: card.dataset.taskOrder ?? '', seq: Number(card.dataset.seq ?? 0) });
    const old = card.querySelector('[data-taken]');
    if (!taken) {
      old?.remove();
      card.classList.remove('is-taken');
      continue;
    }
    const words = stateWords(taken, texts);
    if (old?.textContent === words) continue;
    old?.remove();
    (card.querySelector('.ftask-top, .order-body') ?? card).prepend(el('span', { class: `chip chip-${stateTone(taken)}`, 'data-taken': '' }, words));
    if (!card.classList.contains('is-taken')) {
      card.classList.add('is-taken');
      card.parentElement?.append(card);
    }
  }
}

/** The page of an order: once a step was taken here, its buttons make room for the record of it. */
export function markSteps(entries: Entry[], texts: Texts): void {
  for (const steps of document.querySelectorAll<HTMLElement>('[data-steps-of]')) {
    const taken = takenOf(entries, { order: steps.dataset.stepsOf ?? '', seq: Number(steps.dataset.seq ?? 0) });
    steps.hidden = taken !== null;
    const note = document.querySelector<HTMLElement>('[data-taken-note]');
    if (!note) continue;
    const what = taken ? (texts[`kind_${taken.kind}`] ?? '') : '';
    const words = taken ? fill(texts.taken_step, { what, time: clockWords(new Date(taken.created_at)), state: stateWords(taken, texts) }) : '';
    note.hidden = !taken;
    if (note.textContent !== words) note.textContent = words;
  }
}

/** Steps of calls and places of campaigns: what was done here needs no second press. */
export function markOnce(entries: Entry[], texts: Texts): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-call], form[data-place]')) {
    const { kind = '', call, place } = form.dataset;
    const taken = place ? placeTaken(entries, place) : callTaken(entries, kind, call ?? '');
    const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
    if (!taken || !button || button.disabled) continue;
    button.disabled = true;
    button.append(` · ${stateWords(taken, texts)}`);
  }
}
