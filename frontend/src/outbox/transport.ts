// One entry over HTTP, and what each kind of answer means.
import { csrf } from '../lib/dom';
import type { Answer, Entry, Sent } from './types';

const SECONDS = 60;

export function body(entry: Entry): FormData {
  const form = new FormData();
  const { client_key, user, kind, order, payload, created_at } = entry;
  form.append('entry', JSON.stringify({ client_key, user, kind, order, payload, created_at }));
  for (const photo of entry.photos) form.append('photos', new Blob([photo.data], { type: photo.type }), photo.name);
  return form;
}

/** What an HTTP answer means for its entry. */
export async function read(response: Response, entry: Entry): Promise<Sent> {
  if (response.status === 401 || response.status === 403 || response.redirected) return { outcome: 'login' };
  if (response.status === 408 || response.status === 429 || response.status >= 500) return { outcome: 'later' };
  const json = (await response.json().catch(() => null)) as Partial<Answer> | null;
  if (response.ok) {
    // Anything but our own answer (a login page of a hotel's network) is no answer.
    if (!json || json.client_key !== entry.client_key || !json.result) return { outcome: 'later' };
    return { outcome: 'answer', answer: json as Answer };
  }
  return { outcome: 'answer', answer: { client_key: entry.client_key, result: 'refused', message: json?.message ?? '', order: entry.order } };
}

export function transport(endpoint: string): (entry: Entry) => Promise<Sent> {
  return async (entry) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), SECONDS * 1000);
    try {
      const response = await fetch(endpoint, {
        method: 'POST', body: body(entry), credentials: 'same-origin', signal: stop.signal,
        headers: { 'X-CSRFToken': csrf(), Accept: 'application/json' },
      });
      return await read(response, entry);
    } catch {
      return { outcome: 'network' };
    } finally {
      clearTimeout(timer);
    }
  };
}
