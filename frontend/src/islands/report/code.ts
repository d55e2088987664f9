// Asking for the code by SMS, and the wait until it may be asked for again.
import { csrf, fill, parse, toast, type Texts } from '../../lib/dom';

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
    if (!phone.reportValidity() || !phone.value) {
      phone.focus();
      return;
    }
    button.disabled = true;
    try {
      const body = new FormData();
      body.append('phone', phone.value.trim());
      const response = await fetch(url, { method: 'POST', body, credentials: 'same-origin', headers: { 'X-CSRFToken': csrf(), Accept: 'application/json' } });
      const answer = parse<{ ok?: boolean; wait?: number; message?: string }>(await response.text());
      if (!response.ok || answer?.ok === false) throw new Error(answer?.message ?? '');
      toast(answer?.message || (texts.code_sent ?? ''));
      form.querySelector<HTMLInputElement>('[name="code"]')?.focus();
      wait(answer?.wait ?? 60);
    } catch (error) {
      button.disabled = false;
      toast((error instanceof Error && !(error instanceof TypeError) && error.message) || (texts.code_failed ?? ''), 'bad');
    }
  });
}
