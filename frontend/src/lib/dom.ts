// Small helpers that every island uses.

export type Texts = Record<string, string>;

/** Words that several islands share, from the body; empty when absent. */
export function commonTexts(): Texts {
  return parse<Texts>(document.body.dataset.texts) ?? {};
}

/** The words of one island, the common ones beneath. */
export function textsOf(element: HTMLElement): Texts {
  return { ...commonTexts(), ...(parse<Texts>(element.dataset.texts) ?? {}) };
}

/** "{n}" places of a sentence filled in. */
export function fill(text: string | undefined, values: Record<string, string | number>): string {
  return (text ?? '').replace(/\{(\w+)\}/g, (whole, key: string) => (key in values ? String(values[key]) : whole));
}

export function parse<T>(json: string | undefined | null): T | null {
  if (!json) return null;
  try {
    return JSON.parse(json) as T;
  } catch {
    return null;
  }
}

/** The JSON script inside an island. */
export function inlineData<T>(element: HTMLElement): T | null {
  return parse<T>(element.querySelector(':scope > script[type="application/json"]')?.textContent);
}

export function number(value: string | undefined, otherwise: number): number {
  if (value === undefined || value === '') return otherwise;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : otherwise;
}

/** The CSRF token: the cookie first, since a page kept offline may hold an old one. */
export function csrf(): string {
  const cookie = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? decodeURIComponent(cookie[1]!) : document.body.dataset.csrf ?? '';
}

/** What a form says, under today's token: a login in another window has replaced the one in the page. */
export function formBody(form: HTMLFormElement): FormData {
  return freshToken(new FormData(form));
}

export function freshToken(body: FormData): FormData {
  if (body.has('csrfmiddlewaretoken')) body.set('csrfmiddlewaretoken', csrf());
  return body;
}

/** Whether a form that would be handed in holds words that were not there at first. */
export function somethingWritten(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'form[method="post"] textarea, form[method="post"] input:is([type="text"], [type="tel"], [type="number"], [type="file"])',
  );
  return [...fields].some((field) => field.value !== field.defaultValue);
}

/** An element with attributes and children; text stays text. */
export function el(tag: string, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A sentence at the foot of the page, read out by screen readers, gone after some seconds.
 * A newer one takes its place: they never pile up over the buttons. */
export function toast(message: string, tone: 'info' | 'bad' = 'info'): void {
  const host = document.getElementById('toasts');
  if (!host || !message) return;
  const box = el('div', { class: tone === 'bad' ? 'toast toast-bad' : 'toast' }, message);
  host.replaceChildren(box);
  window.setTimeout(() => box.remove(), tone === 'bad' ? 9000 : 4500);
}

/** GET of JSON; throws on anything but a JSON answer with 2xx. */
export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(url, { headers: { Accept: 'application/json' }, credentials: 'same-origin', signal: signal ?? null });
  if (!response.ok || !(response.headers.get('Content-Type') ?? '').includes('json')) throw new Error(`${response.status} ${url}`);
  return (await response.json()) as T;
}

export function withQuery(url: string, values: Record<string, string>): string {
  const query = new URLSearchParams(values).toString();
  return url + (url.includes('?') ? '&' : '?') + query;
}

/** Only addresses of this site are followed. */
export function go(href: string): void {
  const target = new URL(href, location.href);
  if (target.origin === location.origin) location.assign(target.href);
}

/** Runs `work` once the calls have stopped for `ms`. */
export function debounce<A extends unknown[]>(ms: number, work: (...args: A) => void): (...args: A) => void {
  let timer: number | undefined;
  return (...args: A) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => work(...args), ms);
  };
}

/** A value of the design tokens, resolved where the element stands. */
export function token(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}
