// Writing a refused record anew: its words and photos go back into the form that it came from.
import { el, type Texts } from '../../lib/dom';
import type { Store } from '../../outbox/store';
import type { Entry } from '../../outbox/types';
import { writeFields } from '../report/draft';

const KEPT_OUT = new Set(['kind', 'number', 'seq', 'title', 'next', 'page', 'photo_lon', 'photo_lat']);

/** Fills the form named by `#again=<key>` of the address, and says so. */
export async function fillAgain(store: Store, user: string, texts: Texts): Promise<void> {
  const key = new URLSearchParams(location.hash.slice(1)).get('again');
  const entry = key ? await store.get(key) : null;
  if (!entry || entry.user !== user || entry.state !== 'refused') return;
  const form = formFor(entry);
  if (!form) return;
  form.closest('details')?.setAttribute('open', '');
  writeFields(form, fieldsFor(entry, form));
  putPhotos(entry, form);
  form.dataset.replaces = entry.client_key;
  form.prepend(el('p', { class: 'alert alert-info filled-again', role: 'status' }, texts.filled_again ?? ''));
  form.scrollIntoView();
}

/** The form of the same kind (and the same place of a campaign), else the one for a note: the order has moved on meanwhile. */
function formFor(entry: Entry): HTMLFormElement | null {
  const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-outbox-form]')].filter((form) => !form.closest('[hidden]'));
  return forms.find((form) => form.dataset.kind === entry.kind && (!form.dataset.place || form.dataset.place === entry.payload.check)) ?? forms.find((form) => form.dataset.kind === 'note') ?? null;
}

function fieldsFor(entry: Entry, form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(entry.payload)) {
    if (!KEPT_OUT.has(name)) fields[name] = Array.isArray(value) ? (value.filter(Boolean).pop() ?? '') : value;
  }
  if (form.dataset.kind === 'note' && entry.kind !== 'note') fields.note = [fields.reason, fields.result, fields.note].filter(Boolean).join('\n');
  return fields;
}

function putPhotos(entry: Entry, form: HTMLFormElement): void {
  const inputs = [...form.querySelectorAll<HTMLInputElement>('input[type="file"]')];
  for (const input of inputs) {
    // Stored as `before-name.jpg`: each goes back into its own input, or into the only one.
    const mine = entry.photos.filter((photo) => inputs.length === 1 || photo.name.startsWith(`${input.name}-`));
    if (!mine.length) continue;
    const files = new DataTransfer();
    for (const photo of mine) files.items.add(new File([photo.data], photo.name.replace(/^(before|after|photos)-/, ''), { type: photo.type }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/** The new record is kept: the refused one, whose words it holds, may go. */
export async function replacedBy(store: Store, form: HTMLFormElement): Promise<void> {
  const old = form.dataset.replaces;
  if (!old) return;
  delete form.dataset.replaces;
  if ((await store.get(old))?.state === 'refused') await store.dismiss(old);
}
