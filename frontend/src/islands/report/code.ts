// Asking for the code by SMS, and the wait until it may be asked for again.
import { csrf, fill, parse, toast, type Texts } from '../../lib/dom';
import { showProblem } from '../../lib/problems';

const MOBILE = /^1[3-9]\d{9}$/;

/** Eleven digits, however they were typed; the server reads them the same way. */
export function isPhone(typed: string): boolean {
  return MOBILE.test(typed.normalize('NFKC').replace(/[\s\-.()]+/g, '').replace(/^(\+86|0086)/, ''));
}

/** Whether the phone can be sent to; else it says under the field why not. */
export function phoneGiven(phone: HTMLInputElement, texts: Texts): boolean {
  if (isPhone(phone.value)) return true;
  showProblem(phone, (phone.value.trim() ? texts.phone_wrong : texts.phone_missing) ?? '');
  return false;
}

export function codeRequest(form: HTMLFormElement, url: string, texts: Texts): void {
  const button = form.querySelector<HTMLButtonElement>('[data-send-code]');
  const phone = form.querySelector<HTMLInputElement>('[name="phone"]');
  if (!button || !phone) return;
  const words = button.textContent ?? '';
  const wait = (seconds: number): void => {
    button.disabled = true;
    let left = seconds;
    const tick = (): void => {
      button.textContent = left > 0 ? fill(texts.code_again, { n: left }) : words;
      button.disabled = left > 0;
      if (left-- > 0) window.setTimeout(tick, 1000);
    };
    tick();
  };
  button.addEventListener('click', async () => {
    if (!phoneGiven(phone, texts)) return;
    button.disabled = true;
    try {
      const body = new FormData();
      body.append('phone', phone.value.trim());
      const response = await fetch(url, { method: 'POST', body, credentials: 'same-origin', headers: { 'X-CSRFToken': csrf(), Accept: 'application/json' } });
      const answer = parse<{ ok?: boolean; wait?: number; message?: string; field?: string }>(await response.text());
      if (!response.ok || answer?.ok === false) {
        button.disabled = false;
        const beside = answer?.field === 'code' ? form.querySelector<HTMLElement>('[name="code"]') : phone;
        showProblem(beside ?? phone, answer?.message || (texts.code_failed ?? ''));
        return;
      }
      toast(answer?.message || (texts.code_sent ?? ''));
      form.querySelector<HTMLInputElement>('[name="code"]')?.focus();
      wait(answer?.wait ?? 60);
    } catch {
      button.disabled = false;
      showProblem(phone, texts.code_failed ?? '');
    }
  });
}
