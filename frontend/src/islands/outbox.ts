// The field front's outbox: takes forms, keeps them on the phone, sends them when it can.
import { el, fill, getJson, parse, textsOf, toast, type Texts } from '../lib/dom';
import { prepare, uuid } from '../lib/photos';
import { acrossTabs, Sender } from '../outbox/sender';
import { isAnswered, Store, type NewEntry } from '../outbox/store';
import { transport } from '../outbox/transport';
import type { Entry, StoredPhoto } from '../outbox/types';
import { registerWorker, showToday, type TodayList } from './outbox/today';

export async function mount(host: HTMLElement): Promise<void> {
  const texts = textsOf(host);
  const user = host.dataset.user ?? '';
  const store = await Store.open();
  const box = new Outbox(store, host, user, texts);
  await store.forgetOthers(user);
  void registerWorker(host.dataset.worker ?? '/field/sw.js');
  box.listen();
  await box.show();
  await box.today(host.dataset.listUrl ?? '/field/today.json');
  await box.flush(true);
}

class Outbox {
  private readonly sender: Sender;
  private timer: number | undefined;

  constructor(private readonly store: Store, host: HTMLElement, private readonly user: string, private readonly texts: Texts) {
    const send = transport(host.dataset.endpoint ?? '/field/outbox');
    this.sender = new Sender(store, user, send, acrossTabs('gongzhi-outbox'), Date.now, () => void this.show());
  }

  listen(): void {
    window.addEventListener('online', () => void this.flush(true));
    window.addEventListener('offline', () => void this.show());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void this.flush(); });
    document.addEventListener('submit', (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches('[data-outbox-form]')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void this.take(form, event.submitter);
    }, true);
    document.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-outbox-dismiss], [data-outbox-retry]') : null;
      if (button?.dataset.outboxDismiss) void this.store.dismiss(button.dataset.outboxDismiss).then(() => this.show());
      else if (button) void this.flush(true);
    });
  }

  /** A form becomes an entry, saved before the person is told so. */
  private async take(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    if (form.dataset.sent) return;
    form.dataset.sent = '1';
    try {
      const entry = await this.read(form, submitter);
      await this.store.add(entry);
      void navigator.storage?.persist?.();
    } catch (error) {
      delete form.dataset.sent;
      toast(this.texts.storage_full ?? String(error), 'bad');
      return;
    }
    // A page taken out of the browser's back cache must not give its next entry this one's key.
    delete form.dataset.clientKey;
    form.dispatchEvent(new CustomEvent('gz:kept', { bubbles: true }));
    toast(this.texts.saved ?? '');
    await this.show();
    // It waits no longer than a moment: what is still on its way is sent again by its key later.
    await Promise.race([this.flush(true), new Promise((done) => window.setTimeout(done, 2500))]);
    const next = form.dataset.next ?? '/field/';
    location.assign(next);
  }

  private async read(form: HTMLFormElement, submitter: HTMLElement | null): Promise<NewEntry> {
    const fields = new FormData(form);
    if (submitter instanceof HTMLButtonElement && submitter.name) fields.append(submitter.name, submitter.value);
    const payload: NewEntry['payload'] = {};
    const photos: StoredPhoto[] = [];
    for (const name of new Set(fields.keys())) {
      const values = fields.getAll(name);
      if (name === 'csrfmiddlewaretoken' || name === 'client_key') continue;
      const files = values.filter((value): value is File => value instanceof File && value.size > 0);
      for (const file of files) photos.push(await this.photo(file, name, payload));
      const words = values.filter((value): value is string => typeof value === 'string');
      if (words.length) payload[name] = words.length === 1 ? words[0]! : words;
    }
    const made = form.querySelector<HTMLInputElement>('[name="client_key"]');
    const client_key = made?.value || form.dataset.clientKey || uuid();
    form.dataset.clientKey = client_key;
    return { client_key, user: this.user, kind: form.dataset.kind ?? '', order: form.dataset.order ?? '', payload, photos, created_at: new Date() };
  }

  /** Photos keep their field in the name: `before-1.jpg`, so that before and after stay apart. */
  private async photo(file: File, field: string, payload: NewEntry['payload']): Promise<StoredPhoto> {
    const { file: scaled, place } = await prepare(file);
    if (place && !payload.photo_lon) {
      payload.photo_lon = place.lon.toFixed(6);
      payload.photo_lat = place.lat.toFixed(6);
    }
    return { name: `${field}-${scaled.name}`, type: scaled.type || 'application/octet-stream', data: await scaled.arrayBuffer() };
  }

  async flush(force = false): Promise<void> {
    const round = await this.sender.flush(force);
    await this.show();
    if (!round) return;
    if (round.stopped === 'login') toast(this.texts.login ?? '', 'bad');
    if (round.sent > 0 && round.waiting === 0) toast(this.texts.all_sent ?? '');
    window.clearTimeout(this.timer);
    if (round.nextAt !== null && round.stopped !== 'login') {
      this.timer = window.setTimeout(() => void this.flush(), Math.max(1000, round.nextAt - Date.now()));
    }
  }

  async show(): Promise<void> {
    const entries = await this.store.list(this.user);
    const waiting = entries.filter((entry) => !isAnswered(entry.state)).length;
    const troubled = entries.some((entry) => entry.state === 'refused' || entry.state === 'noted');
    for (const chip of document.querySelectorAll<HTMLElement>('[data-outbox-count]')) {
      chip.hidden = waiting === 0 && !troubled;
      chip.textContent = waiting ? fill(this.texts.waiting, { n: waiting }) : (this.texts.noted ?? '');
    }
    document.documentElement.dataset.online = navigator.onLine ? '1' : '0';
    for (const list of document.querySelectorAll<HTMLElement>('[data-outbox-list]')) {
      list.classList.add('outbox-list');
      list.replaceChildren(...entries.slice().reverse().map((entry) => this.row(entry)));
      const section = list.closest<HTMLElement>('[data-outbox-section]');
      if (section) section.hidden = entries.length === 0;
    }
  }

  private row(entry: Entry): HTMLElement {
    const tone: Record<Entry['state'], string> = { queued: 'yellow', sending: 'blue', done: 'green', noted: 'blue', refused: 'red' };
    const title = typeof entry.payload.title === 'string' ? entry.payload.title : typeof entry.payload.text === 'string' ? entry.payload.text : '';
    const item = el('li', { 'data-state': entry.state, 'data-key': entry.client_key },
      el('span', { class: `chip chip-${tone[entry.state]}` }, this.texts[entry.state] ?? entry.state), ' ', entry.order, ' ', title.slice(0, 40));
    if (entry.photos.length) item.append(' ', el('span', { class: 'muted' }, fill(this.texts.photos, { n: entry.photos.length })));
    if (entry.message) item.append(el('p', {}, entry.message));
    if (isAnswered(entry.state)) item.append(el('button', { type: 'button', class: 'btn btn-small btn-quiet', 'data-outbox-dismiss': entry.client_key }, this.texts.remove ?? ''));
    else item.append(el('button', { type: 'button', class: 'btn btn-small btn-quiet', 'data-outbox-retry': '1' }, this.texts.retry ?? ''));
    return item;
  }

  /** Today's list: fresh when there is a network, else what the phone kept, said as such. */
  async today(url: string): Promise<void> {
    const key = `${this.user}:today`;
    try {
      const list = await getJson<TodayList>(url);
      await this.store.keep(key, JSON.stringify(list));
      keepPages(list.items.map((item) => item.href));
    } catch {
      const kept = parse<TodayList>(await this.store.kept<string>(key));
      showToday(kept, this.texts);
    }
  }
}

function keepPages(urls: string[]): void {
  void navigator.serviceWorker?.ready.then((ready) => ready.active?.postMessage({ type: 'keep', urls })).catch(() => undefined);
}
