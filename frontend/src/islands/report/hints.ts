// Help while writing: likely types, and the list of types with search.
import { debounce, el, getJson, withQuery, type Texts } from '../../lib/dom';

interface Suggestion { code: string; name: string; icon?: string; emergency?: boolean; hint?: string }

type Control = HTMLInputElement | HTMLSelectElement;

export function categoryOf(form: HTMLFormElement): string {
  return String(new FormData(form).get('category') ?? '');
}

function choose(form: HTMLFormElement, code: string): void {
  const found = form.elements.namedItem('category');
  const controls = found instanceof RadioNodeList ? ([...found] as Control[]) : found ? [found as Control] : [];
  for (const control of controls) {
    if (control instanceof HTMLInputElement && control.type === 'radio') control.checked = control.value === code;
    else control.value = code;
  }
  controls[0]?.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Shows the emergency box while the chosen type is one. */
export function emergencies(form: HTMLFormElement, marked: Map<string, string>): void {
  const box = form.querySelector<HTMLElement>('[data-emergency]');
  if (!box) return;
  const draw = (): void => {
    const code = categoryOf(form);
    const source = [...form.querySelectorAll<HTMLElement>('[data-emergency-hint], [data-is-emergency]')].find(
      (element) => (element as HTMLOptionElement).value === code || element.dataset.code === code);
    const hint = marked.get(code) ?? source?.dataset.emergencyHint;
    box.hidden = hint === undefined && !source;
    const words = box.querySelector('[data-emergency-text]');
    if (words && hint) words.textContent = hint;
  };
  form.addEventListener('change', draw);
  draw();
}

export function suggestions(form: HTMLFormElement, url: string, texts: Texts, marked: Map<string, string>): void {
  const host = form.querySelector<HTMLElement>('[data-suggest]');
  const text = form.elements.namedItem('text');
  if (!host || !(text instanceof HTMLTextAreaElement || text instanceof HTMLInputElement)) return;
  let asked = '';
  const list = form.querySelector<HTMLElement>('[data-category-chooser]');
  const draw = (found: Suggestion[]): void => {
    host.classList.add('suggest');
    const buttons = found.map((one) => {
      if (one.emergency) marked.set(one.code, one.hint ?? '');
      return el('button', { type: 'button', class: 'btn', 'data-code': one.code, 'aria-pressed': String(categoryOf(form) === one.code) }, one.name);
    });
    const none = el('button', { type: 'button', class: 'btn btn-quiet', 'data-code': '' }, texts.suggest_none ?? '');
    host.replaceChildren(...(found.length ? [el('p', { class: 'label' }, texts.suggest_title ?? ''), ...buttons, none] : []));
  };
  const ask = debounce(500, async () => {
    const value = text.value.trim();
    if (value.length < 2 || value === asked) return;
    asked = value;
    try {
      const { categories } = await getJson<{ categories: Suggestion[] }>(withQuery(url, { text: value }));
      if (asked === value) draw(categories.slice(0, 3));
    } catch {
      asked = ''; // A suggestion is help, not a step: without a network the list is there.
    }
  });
  text.addEventListener('input', ask);
  host.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-code]');
    if (!button) return;
    const code = button.dataset.code ?? '';
    choose(form, code);
    host.querySelectorAll('[data-code]').forEach((one) => one.setAttribute('aria-pressed', String(one === button && code !== '')));
    if (list instanceof HTMLDetailsElement && code === '') {
      list.open = true;
      list.querySelector<HTMLElement>('input, button, select')?.focus();
    }
  });
  if (text.value) ask();
}

/** `[data-category-list]` items are buttons filtered by what is typed (name or pinyin initials). */
export function categorySearch(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('[data-category-search]');
  const items = [...form.querySelectorAll<HTMLElement>('[data-category-list] [data-code]')];
  field?.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    for (const item of items) item.hidden = wanted !== '' && !(item.dataset.text ?? item.textContent ?? '').toLowerCase().includes(wanted);
    form.querySelectorAll<HTMLElement>('[data-category-group]').forEach((group) => {
      group.hidden = wanted !== '' && !group.querySelector('[data-code]:not([hidden])');
      if (group instanceof HTMLDetailsElement && wanted !== '') group.open = true;
    });
  });
  for (const item of items) {
    item.addEventListener('click', (event) => {
      if (item.querySelector('input')) return;
      event.preventDefault();
      choose(form, item.dataset.code ?? '');
      items.forEach((one) => one.classList.toggle('is-chosen', one === item));
      const chosen = form.querySelector('[data-category-chosen]');
      if (chosen) chosen.textContent = item.dataset.name ?? item.textContent?.trim() ?? '';
      const chooser = item.closest('[data-category-chooser]');
      if (chooser instanceof HTMLDetailsElement) chooser.open = false;
    });
  }
}
