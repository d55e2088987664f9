// Today's list from what the phone kept, when the page itself came without a network.
import { el, fill, type Texts } from '../../lib/dom';
import { clockWords } from '../../lib/words';

export interface TodayItem {
  number: string; title: string; kind: string; lamp: string; due_at?: string; due_words?: string; place?: string; distance?: number; href: string; phone?: string; seq?: number;
}
export interface TodayList { as_of: string; items: TodayItem[]; counts?: Record<string, number> }

const GLYPHS: Record<string, string> = { red: '▲', yellow: '◆', green: '●' };

export function showToday(list: TodayList | null, texts: Texts): void {
  const host = document.querySelector<HTMLElement>('[data-today-list]');
  if (!host) return;
  if (!list) {
    if (!host.childElementCount) host.append(el('p', { class: 'muted' }, texts.no_list ?? ''));
    return;
  }
  const note = el('p', { class: 'alert alert-warning', role: 'status' }, fill(texts.offline, { time: clockWords(new Date(list.as_of)) }));
  // Cards of a kept page have more on them than the list; rows stand in for those it has not.
  const cards = new Map([...host.querySelectorAll<HTMLElement>('[data-task-order]')].map((card) => [card.dataset.taskOrder, card]));
  host.replaceChildren(note, ...list.items.map((item) => cards.get(item.number) ?? row(item)));
}

function row(item: TodayItem): HTMLElement {
  const lamp = el('span', { class: `lamp lamp-${item.lamp}` }, el('span', { class: 'lamp-glyph' }, `${GLYPHS[item.lamp] ?? '○'} `), item.due_words ?? '');
  return el('article', { class: `order-row is-${item.lamp}`, 'data-task-order': item.number, 'data-seq': String(item.seq ?? 0) },
    el('div', { class: 'order-body' },
      el('h3', { class: 'order-title' }, el('a', { class: 'cover', href: item.href }, `${item.kind} ${item.title}`)),
      el('p', { class: 'order-meta' }, lamp, ' ', item.place ?? '')));
}

export async function registerWorker(url: string): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(url, { scope: '/field/' });
  } catch (error) {
    console.warn('No service worker (it needs https or localhost):', error);
  }
}
