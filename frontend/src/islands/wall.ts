// The wall: asks for the state every few seconds (the server answers 304 when nothing changed)
// and changes what stands there in place. When the network fails it says of when the numbers are.
import { commonTexts, el, fill, number, textsOf, type Texts } from '../lib/dom';
import { clockWords, durationWords } from '../lib/words';
import type { ChartData } from './charts';
import type { MapUpdate } from './map';

export interface Call {
  id: string | number; title: string; href?: string; due_at?: string;
  declined_at?: string | null; signed_at?: string | null; arrived_at?: string | null; answered_at?: string | null;
}
export interface WallState {
  as_of: string; tiles?: Record<string, string | number | null>; points?: MapUpdate['points']; areas?: MapUpdate['areas'];
  charts?: Record<string, ChartData>; lists?: Record<string, string>; calls?: Call[];
}

/** Puts a state into the page; parts that a state lacks stay. */
export function apply(state: WallState, texts: Texts, root: ParentNode = document): void {
  for (const [key, value] of Object.entries(state.tiles ?? {})) {
    for (const target of root.querySelectorAll(`[data-wall="${CSS.escape(key)}"]`)) {
      const text = value === null ? '—' : String(value);
      if (target.textContent !== text) target.textContent = text;
    }
  }
  if (state.points || state.areas) send(root, '[data-wall-map]', { points: state.points, areas: state.areas });
  for (const [key, data] of Object.entries(state.charts ?? {})) send(root, `[data-wall-chart="${CSS.escape(key)}"]`, data);
  for (const [key, html] of Object.entries(state.lists ?? {})) {
    const list = root.querySelector<HTMLElement & { gzHtml?: string }>(`[data-wall-list="${CSS.escape(key)}"]`);
    if (list && list.gzHtml !== html) {
      list.gzHtml = html;
      list.innerHTML = html; // rendered and escaped by the server's templates
      (window as unknown as { htmx?: { process(element: Element): void } }).htmx?.process(list);
    }
  }
  if (state.calls) calls(state.calls, texts, root);
}

function send(root: ParentNode, selector: string, detail: unknown): void {
  root.querySelectorAll(selector).forEach((element) => element.dispatchEvent(new CustomEvent('gz:data', { detail })));
}

function calls(items: Call[], texts: Texts, root: ParentNode): void {
  const host = root.querySelector<HTMLElement>('[data-wall-calls]');
  if (!host) return;
  host.replaceChildren(...items.map((call) => {
    const title = call.href ? el('a', { href: call.href }, call.title) : el('strong', {}, call.title);
    const step = (done: string | null | undefined, text: string): HTMLElement => el('span', done ? { class: 'is-done' } : {}, `${done ? '✓' : '○'} ${text}`);
    const late = !call.answered_at && Boolean(call.due_at) && Date.parse(call.due_at ?? '') < Date.now();
    const left = call.answered_at || !call.due_at ? '' : leftWords(call.due_at, texts);
    return el('li', { class: late ? 'call is-late' : 'call' }, title, ' ',
      el('span', { 'data-call-due': call.answered_at ? '' : call.due_at ?? '' }, left),
      el('div', { class: 'call-steps' }, call.declined_at ? el('span', { class: 'is-late' }, `✗ ${texts.declined ?? ''}`) : step(call.signed_at, texts.signed ?? ''), step(call.arrived_at, texts.arrived ?? ''), step(call.answered_at, texts.answered ?? '')));
  }));
}

function leftWords(due: string, texts: Texts): string {
  const left = (Date.parse(due) - Date.now()) / 1000;
  return fill(left >= 0 ? texts.left : texts.over, { time: durationWords(left, texts) });
}

export function mount(host: HTMLElement): void {
  const texts = { ...commonTexts(), ...textsOf(host) };
  const url = host.dataset.url ?? '/command/state.json';
  const every = Math.max(2, number(host.dataset.interval, 5)) * 1000;
  let etag = '';
  let asOf: Date | null = null;
  let heard = Date.now();
  let busy = false;
  let last: WallState | null = null;

  const say = (): void => {
    const line = document.querySelector<HTMLElement>('[data-wall="as_of"]');
    if (!line || !asOf) return;
    const silent = Math.round((Date.now() - heard) / 1000);
    const stale = silent * 1000 > every * 3;
    const time = clockWords(asOf, true);
    const text = stale ? fill(texts.stale, { n: silent - (silent % 5), time }) : fill(texts.as_of, { time });
    if (line.textContent !== text) line.textContent = text;
    line.classList.toggle('is-stale', stale);
  };
  const poll = async (): Promise<void> => {
    if (busy || document.hidden) return;
    busy = true;
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), every * 2);
    try {
      const headers: Record<string, string> = { Accept: 'application/json' };
      if (etag) headers['If-None-Match'] = etag;
      const response = await fetch(url, { headers, credentials: 'same-origin', cache: 'no-store', signal: stop.signal });
      if (response.status === 304) {
        heard = Date.now();
        asOf = new Date(response.headers.get('Date') ?? Date.now());
      } else if (response.ok) {
        const state = (await response.json()) as WallState;
        etag = response.headers.get('ETag') ?? '';
        heard = Date.now();
        asOf = new Date(state.as_of);
        last = state;
        apply(state, texts);
      }
    } catch {
      // The next round tries again; the line above says how old the numbers are.
    } finally {
      window.clearTimeout(timer);
      busy = false;
      say();
    }
  };
  // Charts and maps load on their own; one that was not there for the last state gets it now.
  document.addEventListener('gz:ready', () => { if (last) apply(last, texts); });
  void poll();
  window.setInterval(() => void poll(), every);
  document.addEventListener('visibilitychange', () => void poll());
  host.addEventListener('gz:refresh', () => void poll());
  window.setInterval(() => {
    say();
    document.querySelectorAll<HTMLElement>('[data-call-due]').forEach((element) => {
      const due = element.dataset.callDue;
      if (!due) return;
      element.textContent = leftWords(due, texts);
      if (Date.parse(due) < Date.now()) element.closest('.call')?.classList.add('is-late');
    });
  }, 1000);
}
