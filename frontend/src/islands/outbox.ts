// The field front's outbox: takes forms, keeps them on the phone, sends them when it can.
import { getJson, parse, textsOf, toast, type Texts } from '../lib/dom';
import { prepare, uuid } from '../lib/photos';
import { acrossTabs, Sender } from '../outbox/sender';
import { isAnswered, Store, type NewEntry } from '../outbox/store';
import { transport } from '../outbox/transport';
import type { StoredPhoto } from '../outbox/types';
import { fillAgain, replacedBy } from './outbox/again';
import { Records } from './outbox/records';
import { chip, markOnce, markSteps, markTasks, strip } from './outbox/marks';
import { Notice } from './outbox/notice';
import { watchPictures } from './outbox/pictures';
import { registerWorker, showToday, type TodayList } from './outbox/today';

const PATIENCE = 4000;

export async function mount(host: HTMLElement): Promise<void> {
  const texts = textsOf(host);
  const user = host.dataset.user ?? '';
  const store = await Store.open();
  const box = new Outbox(store, host, user, texts);
  await store.forgetOthers(user);
  void registerWorker(host.dataset.worker ?? '/field/sw.js');
  watchPictures(texts);
  box.listen();
  await box.show();
  await fillAgain(store, user, texts);
  await box.today(host.dataset.listUrl ?? '/field/today.json');
  // Homes of the building that was opened, rounds that are due: kept before the network goes.
  const near = [...document.querySelectorAll<HTMLAnchorElement>('a[data-keep-page]')].map((link) => link.pathname);
  if (near.length) keepPages([location.pathname, ...near]);
  await box.flush(true);
}

class Outbox {
  private readonly sender: Sender;
  private readonly notice: Notice;
  private readonly records: Records;
  private timer: number | undefined;
  private reachable = true;

  constructor(private readonly store: Store, host: HTMLElement, private readonly user: string, private readonly texts: Texts) {
    const send = transport(host.dataset.endpoint ?? '/field/outbox');
    this.sender = new Sender(store, user, send, acrossTabs('gongzhi-outbox'), Date.now, () => void this.show());
    this.notice = new Notice(texts);
    this.records = new Records(store, texts, () => void this.show(), () => void this.flush(true));
  }

  private get offline(): boolean {
    return !navigator.onLine || !this.reachable;
  }

  listen(): void {
    window.addEventListener('online', () => { this.reachable = true; void this.flush(true); });
    window.addEventListener('offline', () => void this.show());
    window.addEventListener('pageshow', (event) => { if (event.persisted) void this.show(); });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) void this.flush(); });
    document.addEventListener('submit', (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches('[data-outbox-form]') || event.defaultPrevented) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void this.take(form, event.submitter);
    }, true);
    this.records.listen();
  }

  /** A form becomes an entry, saved before the person is told so. */
  private async take(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    if (form.dataset.sent) return;
    form.dataset.sent = '1';
    submitter?.classList.add('is-busy');
    let key = '';
    try {
      const entry = await this.read(form, submitter);
      key = (await this.store.add(entry)).client_key;
      await replacedBy(this.store, form);
      void navigator.storage?.persist?.();
    } catch (error) {
      delete form.dataset.sent;
      submitter?.classList.remove('is-busy');
      toast(this.texts.storage_full ?? String(error), 'bad');
      return;
    }
    // A page taken out of the browser's back cache must not give its next entry this one's key.
    delete form.dataset.clientKey;
    form.dispatchEvent(new CustomEvent('gz:kept', { bubbles: true }));
    this.notice.remember(key);
    toast((this.offline ? this.texts.note_queued : this.texts.note_sending) ?? '');
    await this.show();
    // A round under way read its list before this entry was kept, so another follows it; but no longer
    // than a moment: what is still on its way is sent again by its key later.
    await Promise.race([this.flush(true, true), new Promise((done) => window.setTimeout(done, PATIENCE))]);
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

  async flush(force = false, wait = false): Promise<void> {
    const round = await this.sender.flush(force, wait);
    if (round?.stopped === 'network') this.reachable = false;
    else if (round?.sent) this.reachable = true;
    await this.show();
    if (!round) return;
    if (round.stopped === 'login') toast(this.texts.login ?? '', 'bad');
    if (round.sent > 0) {
      if (round.waiting === 0 && !this.notice.shown) toast(this.texts.all_sent ?? '');
      keepPages(['/field/', ...(await this.answered())]);
    }
    window.clearTimeout(this.timer);
    if (round.nextAt !== null && round.stopped !== 'login') {
      this.timer = window.setTimeout(() => void this.flush(), Math.max(1000, round.nextAt - Date.now()));
    }
  }

  /** Pages kept on the phone of orders that have just moved on: they are fetched anew. */
  private async answered(): Promise<string[]> {
    const entries = await this.store.list(this.user);
    return [...new Set(entries.filter((one) => isAnswered(one.state) && one.order).slice(-5).map((one) => `/field/orders/${one.order}/`))];
  }

  async show(): Promise<void> {
    const entries = await this.store.list(this.user);
    const waiting = entries.filter((entry) => !isAnswered(entry.state)).length;
    const refused = entries.filter((entry) => entry.state === 'refused').length;
    document.documentElement.dataset.online = this.offline ? '0' : '1';
    chip({ offline: this.offline, waiting, refused }, this.texts);
    strip(this.offline, this.texts);
    this.notice.show(entries, this.offline);
    markTasks(entries, this.texts);
    markSteps(entries, this.texts);
    markOnce(entries, this.texts);
    this.records.show(entries);
  }

  /** Today's list: fresh when there is a network, else what the phone kept, said as such. */
  async today(url: string): Promise<void> {
    const key = `${this.user}:today`;
    try {
      const list = await getJson<TodayList>(url);
      this.reachable = true;
      await this.store.keep(key, JSON.stringify(list));
      // A call names its order too, and stands above the list.
      const named = [...document.querySelectorAll<HTMLAnchorElement>('main a[href^="/field/orders/"]')].map((a) => a.pathname);
      keepPages([...new Set([...list.items.map((item) => item.href), ...named])]);
    } catch (error) {
      if (error instanceof TypeError) this.reachable = false;
      const kept = parse<TodayList>(await this.store.kept<string>(key));
      showToday(kept, this.texts);
    }
    await this.show();
  }
}

function keepPages(urls: string[]): void {
  void navigator.serviceWorker?.ready.then((ready) => ready.active?.postMessage({ type: 'keep', urls })).catch(() => undefined);
}

