// A form that a script sends, so that what was chosen (photos above all) stays when it is refused.
// The server answers `{location}`, or `{message, errors: {field}, again: {name}}`.
import { csrf, el, formBody, go, number, parse, textsOf, type Texts } from '../lib/dom';
import { PhotoStrip } from './report/photos';

interface Answer {
  location?: string; message?: string; field?: string | null;
  errors?: Record<string, string>; again?: Record<string, string>;
  login?: { page: string; text: string }; // the session ended: in a window of its own, so that all this stays
}

export function mount(host: HTMLElement): void {
  if (host instanceof HTMLFormElement) new Sender(host);
}

class Sender {
  private readonly texts: Texts;
  private readonly photos: PhotoStrip | null = null;
  private readonly field: string; // what the server calls the photos when something is wrong
  private needsPhoto = false;
  private busy = false;

  constructor(private readonly form: HTMLFormElement) {
    this.texts = textsOf(form);
    this.field = form.dataset.photos ?? '';
    if (this.field) {
      // The strip holds the photos and empties the input, which must not be asked for any more.
      form.querySelectorAll<HTMLInputElement>('input[type="file"]').forEach((input) => {
        this.needsPhoto ||= input.required;
        input.required = false;
      });
      const nothing = (): void => undefined;
      this.photos = new PhotoStrip(form, number(form.dataset.maxPhotos, 6), this.texts, nothing, nothing);
    }
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send(event.submitter);
    });
  }

  private async send(submitter: HTMLElement | null): Promise<void> {
    if (this.busy) return;
    if (this.needsPhoto && !this.photos?.files.length) {
      this.show({ errors: { [this.field]: this.texts.need_photo ?? '' } });
      return;
    }
    this.mark(true, submitter);
    const body = formBody(this.form);
    if (this.photos) {
      body.delete('photos');
      for (const file of this.photos.files) body.append('photos', file, file.name);
    }
    if (submitter instanceof HTMLButtonElement && submitter.name) body.append(submitter.name, submitter.value);
    try {
      const response = await fetch(this.form.action, {
        method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json', 'X-CSRFToken': csrf() },
      });
      // A form that was taken stays marked: the next page is on its way.
      if (!this.answered(response, parse<Answer>(await response.text()))) this.mark(false, submitter);
    } catch {
      this.mark(false, submitter);
      this.show({ message: this.texts.network ?? '' });
    }
  }

  private answered(response: Response, answer: Answer | null): boolean {
    const next = response.ok && answer?.location ? answer.location : response.redirected ? response.url : '';
    if (next) go(next);
    else this.show(answer ?? { message: this.texts.server ?? '' });
    return Boolean(next);
  }

  /** Says what is wrong, beside the field where there is one; everything filled in stays. */
  private show(answer: Answer): void {
    this.clear();
    const errors = { ...answer.errors };
    if (answer.message && answer.field && !errors[answer.field]) errors[answer.field] = answer.message;
    const homeless: string[] = [];
    let first: HTMLElement | null = null;
    for (const [name, message] of Object.entries(errors)) {
      const box = this.box(name);
      if (!box) {
        homeless.push(message);
        continue;
      }
      box.classList.add('has-error');
      box.append(el('p', { class: 'field-error', role: 'alert', 'data-said': '' }, message));
      const control = box.querySelector<HTMLElement>('textarea, select, input:not([type="hidden"])');
      control?.setAttribute('aria-invalid', 'true');
      first ??= control;
    }
    const message = (answer.field ? '' : answer.message) || homeless.join(' ');
    if (message) {
      const alert = el('div', { class: 'alert alert-warning', role: 'alert', 'data-said': '' }, el('div', {}, message));
      if (answer.login) alert.append(' ', el('a', { href: answer.login.page, target: '_blank', rel: 'noopener' }, answer.login.text));
      this.form.querySelector('button:not([type="button"])')?.before(alert);
      if (!first) alert.scrollIntoView({ block: 'nearest' });
    }
    for (const [name, value] of Object.entries(answer.again ?? {})) {
      this.form.append(el('input', { type: 'hidden', name, value, 'data-said': '' }));
    }
    first?.focus();
  }

  private box(name: string): HTMLElement | null {
    const own = this.form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    return own ?? this.form.querySelector(`[name="${CSS.escape(name)}"]:not([type="hidden"])`)?.closest<HTMLElement>('.field, fieldset') ?? null;
  }

  private clear(): void {
    this.form.querySelectorAll('[data-said], .field-error, .alert-error').forEach((one) => one.remove());
    this.form.querySelectorAll('.has-error').forEach((one) => one.classList.remove('has-error'));
    this.form.querySelectorAll('[aria-invalid]').forEach((one) => one.removeAttribute('aria-invalid'));
  }

  private mark(on: boolean, submitter: HTMLElement | null): void {
    this.busy = on;
    if (on) this.form.setAttribute('aria-busy', 'true');
    else this.form.removeAttribute('aria-busy');
    submitter?.classList.toggle('is-busy', on);
  }
}
