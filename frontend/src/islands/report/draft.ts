// What was written but not handed over, kept on this phone (photos too) until it is.
import { openDB } from 'idb';

export interface Draft { key: string; fields: Record<string, string>; photos: { name: string; type: string; data: ArrayBuffer }[]; saved_at: number }

const DAYS = 7;
const open = () => openDB('gongzhi-drafts', 1, { upgrade: (db) => void db.createObjectStore('drafts', { keyPath: 'key' }) });

/** Secrets and what belongs to one page view are never kept. */
const SKIP = new Set(['csrfmiddlewaretoken', 'code', 'photos']);

export function readFields(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string' && !SKIP.has(name)) fields[name] = value;
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) if (!box.checked) fields[box.name] = '';
  return fields;
}

export function writeFields(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const found = form.elements.namedItem(name);
    const controls = found instanceof RadioNodeList ? [...found] : found ? [found] : [];
    for (const control of controls) {
      if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) control.checked = value !== '' && control.value === value;
      else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement) control.value = value;
      control.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }
}

export async function saveDraft(key: string, form: HTMLFormElement, files: File[]): Promise<void> {
  const photos = await Promise.all(files.map(async (file) => ({ name: file.name, type: file.type, data: await file.arrayBuffer() })));
  const db = await open();
  await db.put('drafts', { key, fields: readFields(form), photos, saved_at: Date.now() } satisfies Draft);
  db.close();
}

export async function loadDraft(key: string): Promise<Draft | null> {
  const db = await open();
  const draft = (await db.get('drafts', key)) as Draft | undefined;
  db.close();
  if (!draft || Date.now() - draft.saved_at > DAYS * 86_400_000) return null;
  return draft;
}

export async function dropDraft(key: string): Promise<void> {
  const db = await open();
  await db.delete('drafts', key);
  db.close();
}
