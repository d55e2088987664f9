// The same matter near by: joining it is one press, and the last step says so and asks less.
import { debounce, el, getJson, withQuery, type Texts } from '../../lib/dom';
import { categoryOf } from './hints';

interface Near { number: string; title: string; state?: string; when?: string; href?: string }

export function near(form: HTMLFormElement, url: string, texts: Texts): void {
  const host = form.querySelector<HTMLElement>('[data-near]');
  const supports = form.querySelector<HTMLInputElement>('[name="supports"]');
  if (!host || !supports) return;
  let asked = '';
  let offered: Near[] = [];
  const look = debounce(400, async () => {
    const fields = new FormData(form);
    const query = { lon: String(fields.get('lon') ?? ''), lat: String(fields.get('lat') ?? ''), category: categoryOf(form) };
    const now = JSON.stringify(query);
    if (!query.lon || !query.lat || !query.category || now === asked) return;
    asked = now;
    try {
      const { orders } = await getJson<{ orders: Near[] }>(withQuery(url, query));
      offered = orders.slice(0, 3);
      choose(offered.some((one) => one.number === supports.value) ? supports.value : '');
      draw();
    } catch {
      asked = '';
    }
  });
  const draw = (): void => {
    host.hidden = offered.length === 0;
    host.classList.add('near');
    host.replaceChildren(el('p', { class: 'label' }, texts.near_title ?? ''), el('ul', { class: 'plain near-list' }, ...offered.map((one) => row(one))));
  };
  const row = (order: Near): HTMLElement => {
    const about = [order.title, order.when].filter(Boolean).join(' · ');
    const chosen = supports.value === order.number;
    const title = order.href ? el('a', { href: order.href, target: '_blank', rel: 'noopener' }, about) : el('strong', {}, about);
    return el('li', { class: chosen ? 'is-chosen' : '' }, el('p', {}, title), el('p', { class: 'order-state' }, order.state ?? ''),
      ...(chosen ? [el('p', { class: 'near-joined', role: 'status' }, `✓ ${texts.joined ?? ''}`)] : []),
      el('button', { type: 'button', class: chosen ? 'btn btn-block' : 'btn btn-block btn-primary', 'data-support': chosen ? '' : order.number, 'aria-pressed': String(chosen) }, (chosen ? texts.other_thing : texts.support) ?? ''));
  };
  const choose = (wanted: string): void => {
    supports.value = wanted;
    joining(form, wanted ? offered.find((one) => one.number === wanted) ?? null : null, texts);
    form.dispatchEvent(new CustomEvent('gz:support', { bubbles: true, detail: wanted }));
  };
  host.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-support]');
    if (!button) return;
    choose(button.dataset.support ?? '');
    draw();
    host.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  });
  form.addEventListener('change', look);
  look();
}

/** The last step for somebody who joins: what is joined, the code at once, nothing to publish. */
function joining(form: HTMLFormElement, order: Near | null, texts: Texts): void {
  const note = form.querySelector<HTMLElement>('[data-joining]');
  if (note) {
    note.hidden = !order;
    note.textContent = order ? (texts.joining ?? '').replace('{title}', order.title) : '';
  }
  form.querySelectorAll<HTMLElement>('[data-alone]').forEach((part) => { part.hidden = order !== null; });
  const words = form.querySelector<HTMLElement>('[data-submit-words]');
  if (words) {
    words.dataset.first ??= words.textContent ?? '';
    words.textContent = order ? (texts.join ?? '') : words.dataset.first;
  }
}
