// The report as three screens on one page. Without this script it is one plain form.
import { csrf, debounce, el, fill, formBody, go, number, parse, textsOf, type Texts } from '../lib/dom';
import { uuid } from '../lib/photos';
import { showProblem } from '../lib/problems';
import { codeRequest, phoneGiven } from './report/code';
import { dropDraft, loadDraft, saveDraft, writeFields } from './report/draft';
import { categorySearch, emergencies, suggestions } from './report/hints';
import { near } from './report/near';
import { PhotoStrip } from './report/photos';
import { Place } from './report/place';

const PAUSES = [3, 6, 12, 30, 60];

export async function mount(host: HTMLElement): Promise<void> {
  if (!(host instanceof HTMLFormElement)) return;
  await new Wizard(host).start();
}

class Wizard {
  private readonly texts: Texts;
  private readonly steps: HTMLElement[];
  private readonly place: Place;
  private readonly photos: PhotoStrip;
  private readonly draftKey: string;
  private step = 0;
  private sending = false;
  private retry: number | undefined;
  private readonly save: () => void;

  constructor(private readonly form: HTMLFormElement) {
    this.texts = textsOf(form);
    this.draftKey = form.dataset.draftKey ?? 'report';
    this.steps = [...form.querySelectorAll<HTMLElement>('[data-step]')];
    this.place = new Place(form, form.dataset.locateUrl ?? '', this.texts);
    this.save = debounce(600, () => void this.keep());
    this.photos = new PhotoStrip(form, number(form.dataset.maxPhotos, 6), this.texts, this.save, (lon, lat) => this.place.fromPhoto(lon, lat));
  }

  async start(): Promise<void> {
    const { form } = this;
    const { suggestUrl, nearUrl, codeUrl } = form.dataset;
    const marked = new Map<string, string>();
    await this.restore();
    this.key();
    if (suggestUrl) suggestions(form, suggestUrl, this.texts, marked);
    if (nearUrl) near(form, nearUrl, this.texts);
    if (codeUrl) codeRequest(form, codeUrl, this.texts);
    categorySearch(form);
    emergencies(form, marked);
    form.addEventListener('input', this.save);
    form.addEventListener('input', () => { this.foundAgain(''); this.say(''); });
    form.addEventListener('change', this.save);
    form.addEventListener('click', (event) => this.onClick(event));
    form.addEventListener('submit', (event) => this.onSubmit(event));
    window.addEventListener('online', () => { if (this.retry !== undefined) void this.send(0); });
    if (this.steps.length > 1) {
      form.classList.add('is-wizard');
      const broken = this.steps.findIndex((one) => one.querySelector('[aria-invalid="true"]'));
      this.show(Math.max(0, broken), false);
      history.replaceState({ step: this.step }, '');
      window.addEventListener('popstate', (event) => this.show((event.state as { step?: number } | null)?.step ?? 0, true));
    }
  }

  /** The client key, made once for a report and kept with its draft. */
  private key(): void {
    const input = this.form.querySelector<HTMLInputElement>('[name="client_key"]');
    if (input && !input.value) input.value = uuid();
  }

  private async restore(): Promise<void> {
    // A page that came back with errors holds newer words than the draft.
    if (this.form.querySelector('[aria-invalid="true"]')) return;
    const draft = await loadDraft(this.draftKey).catch(() => null);
    if (!draft || (!draft.fields.text && !draft.photos.length)) return;
    writeFields(this.form, draft.fields);
    this.photos.restore(draft.photos.map((photo) => new File([photo.data], photo.name, { type: photo.type })));
    this.foundAgain(this.texts.draft_restored ?? '');
  }

  /** Says that a draft was found again; empty words take it away, with the first change. */
  private foundAgain(words: string): void {
    const box = this.form.querySelector<HTMLElement>('[data-draft]');
    if (!box) return;
    box.hidden = !words;
    if (!words) return;
    const keep = el('button', { type: 'button', class: 'btn btn-small' }, this.texts.draft_keep ?? '');
    keep.addEventListener('click', () => this.foundAgain(''));
    const discard = el('button', { type: 'button', class: 'btn btn-small' }, this.texts.draft_discard ?? '');
    discard.addEventListener('click', () => void dropDraft(this.draftKey).then(() => location.reload()));
    box.replaceChildren(el('div', { class: 'stack-s' }, el('p', {}, words), el('div', { class: 'row' }, keep, discard)));
  }

  private async keep(): Promise<void> {
    if (!this.sending) await saveDraft(this.draftKey, this.form, this.photos.files).catch(() => undefined);
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest('[data-next]')) {
      event.preventDefault();
      if (this.step !== 1 || this.told()) this.onward();
    } else if (target.closest('[data-prev]')) {
      event.preventDefault();
      history.back();
    }
  }

  /** A step forward is a page of its own for the browser's back button. */
  private onward(): void {
    this.show(this.step + 1, true);
    history.pushState({ step: this.step }, '');
  }

  private control(name: string): HTMLInputElement | null {
    return this.form.querySelector<HTMLInputElement>(`[name="${name}"]`);
  }

  private value(name: string): string {
    return this.control(name)?.value.trim() ?? '';
  }

  /** Step 2: something is said or shown, and somewhere; who joins another report needs neither. */
  private told(): boolean {
    if (this.value('supports')) return true;
    if (!this.value('text') && !this.photos.files.length) return this.wrong('text', this.texts.need_text);
    if (!this.place.known && !this.value('address') && !this.value('area')) return this.wrong('address', this.texts.need_place);
    return true;
  }

  /** Step 3: a phone to answer to; who joins another report proves it at once. */
  private reachable(): boolean {
    const phone = this.control('phone');
    if (!phone) return true;
    if (!phoneGiven(phone, this.texts)) return false;
    return !this.value('supports') || Boolean(this.value('code')) || this.wrong('code', this.texts.need_code);
  }

  private wrong(name: string, message: string | undefined): false {
    const control = this.control(name);
    if (!control) return false;
    const step = this.steps.findIndex((one) => one.contains(control));
    if (step >= 0 && step !== this.step) {
      this.show(step, false);
      history.replaceState({ step }, '');
    }
    showProblem(control, message ?? '');
    return false;
  }

  private show(step: number, focus: boolean): void {
    this.step = Math.max(0, Math.min(this.steps.length - 1, step));
    this.steps.forEach((one, index) => one.classList.toggle('is-current', index === this.step));
    this.form.querySelectorAll('[data-steps] li').forEach((one, index) => one.classList.toggle('is-done', index <= this.step));
    const words = this.form.querySelector('[data-step-words]');
    if (words) words.textContent = fill(this.texts.step, { n: this.step + 1, total: this.steps.length });
    const current = this.steps[this.step];
    if (this.step === 1 && !this.place.known) this.place.device(true);
    current?.querySelectorAll('[data-island="map"]').forEach(() => window.dispatchEvent(new Event('resize')));
    if (!focus || !current) return;
    const heading = current.querySelector<HTMLElement>('h1, h2');
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    window.scrollTo({ top: 0 });
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.sending) return;
    if (this.told() && this.reachable()) void this.send(0);
  }

  /** Sends until there is an answer; the client key makes a repeat harmless. */
  private async send(attempt: number): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    window.clearTimeout(this.retry);
    this.retry = undefined;
    this.busy(true);
    this.say(this.texts.sending ?? '');
    const body = formBody(this.form);
    body.delete('photos');
    for (const file of this.photos.files) body.append('photos', file, file.name);
    try {
      const response = await fetch(this.form.action, {
        method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json', 'X-CSRFToken': csrf() },
      });
      if (response.status >= 502) throw new TypeError('gateway');
      await this.answered(response);
    } catch {
      this.sending = false;
      await this.keep();
      this.again(attempt);
    }
  }

  private async answered(response: Response): Promise<void> {
    const answer = parse<{ location?: string; message?: string; field?: string }>(await response.text());
    if (response.ok && (answer?.location || response.redirected)) {
      await dropDraft(this.draftKey).catch(() => undefined);
      go(answer?.location ?? response.url);
      return;
    }
    this.sending = false;
    this.busy(false);
    await this.keep();
    this.problem(answer?.message ?? this.texts.server ?? '', answer?.field ?? '');
  }

  private problem(message: string, field: string): void {
    const control = field ? this.control(CSS.escape(field)) : null;
    const shown = control && control.type !== 'hidden';
    this.say(shown ? '' : message, true);
    if (shown) this.wrong(CSS.escape(field), message);
  }

  private again(attempt: number): void {
    const pause = PAUSES[attempt];
    if (pause === undefined || !navigator.onLine) {
      this.busy(false);
      this.retry = -1; // the "online" event tries once more
      this.say(this.texts.offline ?? '', true);
      return;
    }
    this.say(fill(this.texts.retrying, { n: pause }), true);
    this.retry = window.setTimeout(() => void this.send(attempt + 1), pause * 1000);
  }

  private busy(on: boolean): void {
    this.form.setAttribute('aria-busy', String(on));
    this.form.querySelectorAll<HTMLButtonElement>('button[type="submit"]').forEach((button) => { button.disabled = on; });
  }

  private say(text: string, bad = false): void {
    const host = this.form.querySelector<HTMLElement>('[data-status]');
    if (!host) return;
    host.hidden = !text;
    host.className = bad ? 'alert alert-warning' : 'alert alert-info';
    host.setAttribute('role', 'status');
    host.textContent = text;
  }
}
