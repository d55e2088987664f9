// Small behaviours named by data attributes; all by delegation, so swapped content has them too.
import { commonTexts, el, fill, toast } from './lib/dom';
import { durationWords } from './lib/words';

function closest(event: Event, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
}

function openDialog(id: string): void {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

async function copy(text: string): Promise<void> {
  const texts = commonTexts();
  try {
    await navigator.clipboard.writeText(text);
    toast(texts.copied ?? '');
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'sr';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    toast((done ? texts.copied : texts.copy_failed) ?? '', done ? 'info' : 'bad');
  }
}

function showPhoto(link: HTMLAnchorElement): void {
  const image = el('img', { src: link.href, alt: link.querySelector('img')?.alt ?? '' });
  const close = el('button', { type: 'button', class: 'btn', 'data-dialog-close': '' }, commonTexts().close ?? '×');
  const dialog = el('dialog', { class: 'dialog dialog-photo' }, image, close) as HTMLDialogElement;
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function onClick(event: MouseEvent): void {
  const opener = closest(event, '[data-dialog]');
  if (opener) openDialog(opener.dataset.dialog ?? '');
  if (closest(event, '[data-dialog-close]')) closest(event, 'dialog')?.dispatchEvent(new Event('gz:close'));
  const dialog = closest(event, 'dialog') as HTMLDialogElement | null;
  if (dialog && (event.target === dialog || closest(event, '[data-dialog-close]'))) dialog.close();
  const copier = closest(event, '[data-copy]');
  if (copier) void copy(copier.dataset.copy ?? '');
  if (closest(event, '[data-back]')) history.back();
  if (closest(event, '[data-print]')) window.print();
  const photo = closest(event, 'a[data-photo]');
  if (photo instanceof HTMLAnchorElement && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    showPhoto(photo);
  }
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]')) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
}

// A second press of a form on its way does nothing; the button says that it is on its way.
function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('hx-post')) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '1';
  form.setAttribute('aria-busy', 'true');
  event.submitter?.classList.add('is-busy');
  window.setTimeout(() => release(form), 12_000);
}

function release(form: HTMLFormElement): void {
  delete form.dataset.sent;
  form.removeAttribute('aria-busy');
  form.querySelectorAll('.is-busy').forEach((button) => button.classList.remove('is-busy'));
}

function countdowns(): void {
  const texts = commonTexts();
  for (const element of document.querySelectorAll<HTMLElement>('[data-countdown]')) {
    const left = (Date.parse(element.dataset.countdown ?? '') - Date.now()) / 1000;
    if (Number.isNaN(left)) continue;
    const time = durationWords(left, texts);
    // A red lamp already says 超时 before the time.
    element.textContent = left < 0 && 'bare' in element.dataset ? time : fill(left >= 0 ? texts.left : texts.over, { time });
    element.classList.toggle('is-over', left < 0);
  }
}

// A screen that everybody uses: nobody touched it for a while, so the visit ends.
function idle(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-idle]');
  if (!form) return;
  const seconds = Number(form.dataset.idle);
  let left = seconds;
  for (const name of ['pointerdown', 'keydown', 'input', 'scroll']) document.addEventListener(name, () => { left = seconds; }, { passive: true });
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
  window.setInterval(() => {
    left -= 1;
    if (left === 15) toast(form.dataset.idleText ?? '', 'bad');
    if (left === 0) form.submit();
  }, 1_000);
}

/** A form that came back: begin where it has to be mended. */
export function focusProblem(): void {
  document.querySelector<HTMLElement>('main [aria-invalid="true"]:not([type="hidden"])')?.focus();
}

/** Listeners for the whole page; call once. */
export function behaviours(): void {
  document.addEventListener('click', onClick);
  document.addEventListener('submit', onSubmit);
  document.addEventListener('change', (event) => {
    const form = closest(event, 'form[data-autosubmit]');
    if (form && event.target instanceof HTMLSelectElement) (form as HTMLFormElement).requestSubmit();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    document.querySelectorAll<HTMLDetailsElement>('details[data-menu][open]').forEach((menu) => {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    });
  });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) document.querySelectorAll<HTMLFormElement>('form[data-sent]').forEach(release);
  });
  window.setInterval(countdowns, 30_000);
  idle();
  focusProblem();
}

/** What has to run when content arrives. */
export function mountBehaviours(root: ParentNode): void {
  if (root.querySelector('[data-countdown]')) countdowns();
}
