// The worklist by keyboard: ↑↓ choose, Enter open, D J K the row's actions, space tick, / search.
import { fill, go, textsOf } from '../lib/dom';

export function mount(form: HTMLElement): void {
  new Worklist(form);
}

class Worklist {
  private at = -1;
  private last = -1;

  constructor(private readonly form: HTMLElement) {
    document.addEventListener('keydown', (event) => this.onKey(event));
    form.addEventListener('change', () => this.count());
    form.addEventListener('click', (event) => this.onClick(event));
    this.bulk()?.querySelector('[data-bulk-clear]')?.addEventListener('click', () => this.clear());
    this.count();
    this.openNamed();
  }

  private rows(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLElement>('[data-row]')];
  }

  private boxes(): HTMLInputElement[] {
    return [...this.form.querySelectorAll<HTMLInputElement>('[data-row] input[type="checkbox"]')];
  }

  private bulk(): HTMLElement | null {
    return this.form.querySelector<HTMLElement>('[data-bulk]');
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return;
    const target = event.target as HTMLElement;
    const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const ticking = target instanceof HTMLInputElement && target.type === 'checkbox';
    if (event.key === 'Escape' && typing) target.blur();
    if (typing && !ticking) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === '/') this.search(event);
    else if (key === 'ArrowDown' || key === 'ArrowUp') this.move(event, key === 'ArrowDown' ? 1 : -1);
    else if (key === ' ' && this.at >= 0 && !ticking && !/^(BUTTON|A|SUMMARY)$/.test(target.tagName)) this.tick(event);
    else if (key === 'Enter' && this.at >= 0 && !/^(BUTTON|A|SUMMARY)$/.test(target.tagName)) this.open(event);
    else if (/^[djk]$/.test(key)) this.press(event, key);
  }

  private search(event: KeyboardEvent): void {
    const field = document.querySelector<HTMLInputElement>('[aria-keyshortcuts="/"]');
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  }

  private move(event: KeyboardEvent, step: number): void {
    const rows = this.rows();
    if (!rows.length) return;
    event.preventDefault();
    rows[this.at]?.classList.remove('is-active');
    this.at = Math.max(0, Math.min(rows.length - 1, this.at + step));
    const row = rows[this.at]!;
    row.classList.add('is-active');
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  private open(event: KeyboardEvent): void {
    const href = this.rows()[this.at]?.dataset.href;
    if (!href) return;
    event.preventDefault();
    go(href);
  }

  private tick(event: KeyboardEvent): void {
    const box = this.rows()[this.at]?.querySelector<HTMLInputElement>('input[type="checkbox"]');
    if (!box) return;
    event.preventDefault();
    box.checked = !box.checked;
    this.count();
  }

  private press(event: KeyboardEvent, key: string): void {
    const rows = this.rows();
    // The page of one order has no lines: its buttons stand for themselves.
    const scope = rows.length ? rows[this.at] : this.form;
    const button = scope?.querySelector<HTMLElement>(`[data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
    if (button.tagName === 'SUMMARY') this.enter(button.parentElement as HTMLDetailsElement);
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    const all = target.closest<HTMLInputElement>('[data-tick-all]');
    if (all) this.boxes().forEach((box) => { box.checked = all.checked; });
    const box = target.closest<HTMLInputElement>('[data-row] input[type="checkbox"]');
    if (box) this.range(event, box);
    const row = target.closest<HTMLElement>('[data-row]');
    if (row?.dataset.href && !target.closest('a, button, input, label, summary, select')) go(row.dataset.href);
    this.count();
  }

  /** Shift and click ticks everything between. */
  private range(event: MouseEvent, box: HTMLInputElement): void {
    const boxes = this.boxes();
    const now = boxes.indexOf(box);
    if (event.shiftKey && this.last >= 0) {
      const [from, to] = [Math.min(now, this.last), Math.max(now, this.last)];
      boxes.slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    this.last = now;
  }

  /** Into the first field of a fold that was just opened. */
  private enter(fold: HTMLDetailsElement): void {
    if (!fold.open) return;
    fold.scrollIntoView({ block: 'nearest' });
    fold.querySelector<HTMLElement>('textarea, select, input:not([type="hidden"])')?.focus();
  }

  /** A link like #do-return opens that fold. */
  private openNamed(): void {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!(named instanceof HTMLDetailsElement) || !this.form.contains(named)) return;
    named.open = true;
    this.enter(named);
  }

  private clear(): void {
    this.boxes().forEach((box) => { box.checked = false; });
    this.count();
  }

  private count(): void {
    const bulk = this.bulk();
    if (!bulk) return;
    const n = this.boxes().filter((box) => box.checked).length;
    bulk.hidden = n === 0;
    const words = bulk.querySelector('[data-bulk-count]');
    if (words) words.textContent = fill(textsOf(this.form).selected, { n });
    bulk.querySelectorAll('[data-bulk-n]').forEach((element) => { element.textContent = String(n); });
  }
}
