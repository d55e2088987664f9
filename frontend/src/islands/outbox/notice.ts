// One clear word at the top of the next page about what was just done: kept, sent, or refused.
import { el, fill, type Texts } from '../../lib/dom';
import type { Entry } from '../../outbox/types';

const KEPT = 'gz-just-done';

export class Notice {
  private key: string | null = null;
  private words = '';

  constructor(private readonly texts: Texts) {
    try {
      this.key = sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
    } catch {
      this.key = null; // storage switched off: the list of records says it too
    }
  }

  get shown(): boolean {
    return this.key !== null;
  }

  /** To be said on the page that comes next. */
  remember(key: string): void {
    try {
      sessionStorage.setItem(KEPT, key);
    } catch {
      // See the constructor.
    }
  }

  show(entries: Entry[], offline: boolean): void {
    const host = document.querySelector<HTMLElement>('[data-outbox-notice]');
    const entry = entries.find((one) => one.client_key === this.key);
    if (!host || !entry) return;
    const [tone, words] = this.say(entry, offline);
    if (words === this.words) return;
    this.words = words;
    const more = entry.state === 'refused' ? [' ', el('a', { href: '/field/#outbox' }, this.texts.look ?? '')] : [];
    host.replaceChildren(el('div', { class: `alert alert-${tone} field-notice` }, el('p', {}, el('strong', {}, words), ...more)));
  }

  private say(entry: Entry, offline: boolean): [string, string] {
    switch (entry.state) {
      case 'done': return ['success', fill(this.texts.note_done, { message: entry.message })];
      case 'noted': return ['info', entry.message || (this.texts.noted ?? '')];
      case 'refused': return ['error', fill(this.texts.note_refused, { message: entry.message })];
      default: return offline ? ['warning', this.texts.note_queued ?? ''] : ['info', this.texts.note_sending ?? ''];
    }
  }
}
