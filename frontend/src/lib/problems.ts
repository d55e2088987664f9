// What is wrong with a field, said below it in the page's words, gone as soon as it is changed.
// The browser's own bubbles speak the browser's language and vanish: they are not used.
import { commonTexts, el } from './dom';

let count = 0;

function hostOf(control: Element): HTMLElement | null {
  return control.closest<HTMLElement>('.field, fieldset') ?? control.closest<HTMLElement>('label')?.parentElement ?? control.parentElement;
}

export function clearProblem(control: HTMLElement): void {
  const host = hostOf(control);
  control.removeAttribute('aria-invalid');
  host?.classList.remove('has-error');
  host?.querySelectorAll(':scope > [data-problem], :scope > .field-error').forEach((old) => {
    const ids = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== old.id);
    if (ids.length) control.setAttribute('aria-describedby', ids.join(' '));
    else control.removeAttribute('aria-describedby');
    old.remove();
  });
}

/** Marks a control and says why; `focus` brings it into view, clear of the bars above and below. */
export function showProblem(control: HTMLElement, message: string, focus = true): void {
  const host = hostOf(control);
  if (!host || !message) return;
  clearProblem(control);
  const id = `problem-${(count += 1)}`;
  host.append(el('p', { class: 'field-error', id, role: 'alert', 'data-problem': '' }, message));
  host.classList.add('has-error');
  control.setAttribute('aria-invalid', 'true');
  control.setAttribute('aria-describedby', [control.getAttribute('aria-describedby'), id].filter(Boolean).join(' '));
  const again = (): void => {
    clearProblem(control);
    host.removeEventListener('input', again);
    host.removeEventListener('change', again);
  };
  host.addEventListener('input', again);
  host.addEventListener('change', again);
  if (!focus) return;
  control.focus({ preventScroll: true });
  host.scrollIntoView({ block: 'center' });
}

function wordsFor(control: HTMLInputElement): string {
  const texts = commonTexts();
  if (!control.validity.valueMissing) return texts.field_wrong ?? '';
  if (control.type === 'file') return texts.photo_needed ?? '';
  const chosen = control.type === 'radio' || control.type === 'checkbox' || control instanceof HTMLSelectElement;
  return (chosen ? texts.choice_missing : texts.field_missing) ?? '';
}

/** Every form of the page: our words instead of the browser's bubble. */
export function ownProblems(): void {
  document.addEventListener('invalid', (event) => {
    const control = event.target;
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) return;
    event.preventDefault();
    // One event comes for each wrong field; the first one gets the focus.
    const first = control.form?.querySelector(':invalid:not(fieldset)') === control;
    const told = control.type === 'radio' && hostOf(control)?.querySelector(':scope > [data-problem]');
    if (!told) showProblem(control, wordsFor(control as HTMLInputElement), first);
  }, true);
}
