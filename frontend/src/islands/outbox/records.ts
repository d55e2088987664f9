// The list of what this phone recorded. What the server refused stays whole: its words and photos
// can be read, copied, sent again as they are or changed first, and go only when asked twice.
import { el, fill, type Texts } from '../../lib/dom';
import { clockWords } from '../../lib/words';
import { isAnswered, type Store } from '../../outbox/store';
import type { Entry } from '../../outbox/types';

const TONE: Record<Entry['state'], string> = { queued: 'yellow', sending: 'blue', done: 'green', noted: 'blue', refused: 'red' };
/** The words that a person wrote, in the order of the form. */
const WRITTEN = ['text', 'text2', 'fault', 'moved', 'said', 'answer', 'passed_to', 'place', 'reason', 'result', 'note', 'feedback'];

export function kindOf(entry: Entry): string {
  return typeof entry.payload.do === 'string' && entry.payload.do ? entry.payload.do : entry.kind;
}

/** Where an entry was written, and can be written anew. */
export function pageOf(entry: Entry): string {
  const page = word(entry, 'page'); // pages of field duties say where they stand
  if (page.startsWith('/field/')) return page;
  if (kindOf(entry) === 'report' || kindOf(entry) === 'settle_new') return '/field/new/';
  return entry.kind.startsWith('call_') ? '/field/calls/' : `/field/orders/${entry.order}/`;
}

const word = (entry: Entry, name: string): string => {
  const value = entry.payload[name];
  return typeof value === 'string' ? value.trim() : '';
};

export class Records {
  private drawn = '';
  private readonly urls: string[] = [];

  constructor(private readonly store: Store, private readonly texts: Texts, private readonly changed: () => void, private readonly send: () => void) {}

  listen(): void {
    document.addEventListener('click', (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-record]') : null;
      if (button) void this.act(button.dataset.record ?? '', button.closest<HTMLElement>('[data-key]'));
    });
  }

  private async act(what: string, item: HTMLElement | null): Promise<void> {
    const key = item?.dataset.key ?? '';
    if (what === 'retry') this.send();
    else if (what === 'again') {
      await this.store.again(key);
      this.send();
    } else if (what === 'ask' || what === 'stay') {
      const sure = item?.querySelector<HTMLElement>('.record-sure');
      if (sure) sure.hidden = what === 'stay';
      if (what === 'ask') sure?.querySelector<HTMLElement>('button')?.focus();
    } else if (what === 'drop') {
      await this.store.dismiss(key);
      this.changed();
    }
  }

  show(entries: Entry[]): void {
    // Drawn anew only when something changed: an opened record must not close by itself.
    const now = JSON.stringify(entries.map((one) => [one.client_key, one.state, one.message]));
    if (now === this.drawn) return;
    this.drawn = now;
    this.urls.splice(0).forEach((url) => URL.revokeObjectURL(url));
    for (const list of document.querySelectorAll<HTMLElement>('[data-outbox-list]')) {
      list.classList.add('outbox-list');
      const urgent = (one: Entry): number => (one.state === 'refused' ? 0 : isAnswered(one.state) ? 2 : 1);
      list.replaceChildren(...entries.slice().reverse().sort((a, b) => urgent(a) - urgent(b)).map((entry) => this.row(entry)));
      const section = list.closest<HTMLElement>('[data-outbox-section]');
      if (section) section.hidden = entries.length === 0;
    }
  }

  private row(entry: Entry): HTMLElement {
    const what = this.texts[`kind_${kindOf(entry)}`] ?? '';
    const title = word(entry, 'title') || word(entry, 'text');
    const head = el('p', { class: 'record-head' },
      el('span', { class: `chip chip-${TONE[entry.state]}` }, this.texts[entry.state] ?? entry.state), ' ',
      el('strong', {}, what), ' ', title.slice(0, 40), ' ',
      el('span', { class: 'muted small' }, [clockWords(new Date(entry.created_at)), entry.order].filter(Boolean).join(' · ')));
    const item = el('li', { 'data-state': entry.state, 'data-key': entry.client_key }, head);
    if (entry.message) item.append(el('p', {}, entry.message));
    if (entry.state === 'refused') item.append(...this.whole(entry));
    else if (isAnswered(entry.state)) item.append(this.button('drop', this.texts.remove));
    else item.append(this.button('retry', this.texts.retry));
    return item;
  }

  private button(what: string, words: string | undefined, tone = 'btn-quiet'): HTMLElement {
    return el('button', { type: 'button', class: `btn btn-small ${tone}`, 'data-record': what }, words ?? '');
  }

  /** A refused entry with everything in it, and what can be done with it. */
  private whole(entry: Entry): HTMLElement[] {
    const words = WRITTEN.map((name) => word(entry, name)).filter(Boolean);
    const said = words.map((text) => el('blockquote', { class: 'timeline-note' }, text));
    const copier = words.length ? [el('button', { type: 'button', class: 'btn btn-small', 'data-copy': words.join('\n') }, this.texts.copy_words ?? '')] : [];
    const edit = el('a', { class: 'btn btn-small btn-primary', href: `${pageOf(entry)}#again=${encodeURIComponent(entry.client_key)}` }, this.texts.edit ?? '');
    const sure = el('div', { class: 'record-sure alert alert-error', hidden: '' },
      el('div', { class: 'stack-s' }, el('p', {}, this.texts.drop_sure ?? ''), el('div', { class: 'record-actions' }, this.button('stay', this.texts.drop_no, ''), this.button('drop', this.texts.drop_yes, 'btn-danger'))));
    return [
      ...said, this.pictures(entry),
      el('div', { class: 'record-actions' }, edit, this.button('again', this.texts.again, ''), ...copier, this.button('ask', this.texts.drop)),
      sure,
    ];
  }

  private pictures(entry: Entry): HTMLElement {
    const shown = entry.photos.map((photo, index) => {
      const url = URL.createObjectURL(new Blob([photo.data], { type: photo.type }));
      this.urls.push(url);
      const image = el('img', { src: url, alt: fill(this.texts.photo, { n: index + 1 }) });
      return el('li', {}, el('a', { href: url, 'data-photo': '', download: photo.name }, image));
    });
    return el('ul', { class: 'photos' }, ...shown);
  }
}
