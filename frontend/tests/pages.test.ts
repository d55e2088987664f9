import { beforeEach, describe, expect, it } from 'vitest';
import { focusProblem } from '../src/behaviours';
import { chip, markSteps, markTasks } from '../src/islands/outbox/marks';
import { Notice } from '../src/islands/outbox/notice';
import { kindOf, pageOf } from '../src/islands/outbox/records';
import { isPhone } from '../src/islands/report/code';
import { toast } from '../src/lib/dom';
import { ownProblems, showProblem } from '../src/lib/problems';
import type { Entry } from '../src/outbox/types';

const TEXTS = {
  waiting: '待传{n}', waiting_offline: '离线·待传{n}', is_offline: '离线', refused_count: '{n}条没收下', taken: '已记下', taken_waiting: '已记下，待传',
  taken_step: '{time}记了“{what}”。{state}', kind_verify_true: '属实', note_done: '已记下。{message}', note_queued: '存在手机上', note_sending: '正在传', note_refused: '没收下：{message}', look: '看看',
};
const entry = (changes: Partial<Entry> = {}): Entry => ({
  client_key: 'k', user: '7', kind: 'verify_true', order: 'A', payload: { seq: '4' }, photos: [], created_at: '2026-11-21T02:20:00Z',
  sequence: 1, state: 'queued', attempts: 0, next_at: 0, message: '', ...changes,
});
const page = (html: string): void => { document.body.innerHTML = html; };
const find = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector)!;

beforeEach(() => { Element.prototype.scrollIntoView = () => undefined; });

describe('problems of a form', () => {
  it('stand under their field and go with the first change', () => {
    page('<form><div class="field"><input name="phone" aria-describedby="hint"></div></form>');
    const input = find('input') as HTMLInputElement;
    showProblem(input, '请填写');
    showProblem(input, '请填写11位');
    expect(document.querySelectorAll('.field-error')).toHaveLength(1);
    expect(find('.field-error').textContent).toBe('请填写11位');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    input.dispatchEvent(new Event('input', { bubbles: true }));
    expect(document.querySelector('.field-error')).toBeNull();
    expect(input.hasAttribute('aria-invalid')).toBe(false);
    expect(input.getAttribute('aria-describedby')).toBe('hint');
  });

  it('of a form that came back: the first field in the page has the focus', () => {
    page('<main><input name="a"><input type="hidden" aria-invalid="true"><input name="b" aria-invalid="true"><input name="c" aria-invalid="true"></main>');
    focusProblem();
    expect(document.activeElement).toBe(find('[name=b]'));
  });

  it('are in the words of the page, the first field gets the focus', () => {
    page('<form><div class="field"><input name="a" required></div><div class="field"><textarea name="b" required></textarea></div></form>');
    document.body.dataset.texts = JSON.stringify({ field_missing: '这里要填' });
    ownProblems();
    expect((find('form') as HTMLFormElement).reportValidity()).toBe(false);
    expect([...document.querySelectorAll('.field-error')].map((one) => one.textContent)).toEqual(['这里要填', '这里要填']);
    expect(document.activeElement).toBe(find('[name=a]'));
  });

  it('phones as people type them', () => {
    for (const good of ['19900000001', '199 0000 0001', '+86 199-0000-0001', '\uff11\uff1900000001\uff10']) expect(isPhone(good)).toBe(true);
    for (const bad of ['', '199', '29900000001', '199000000012']) expect(isPhone(bad)).toBe(false);
  });

  it('a newer toast takes the place of the older one', () => {
    page('<div id="toasts"></div>');
    toast('一');
    toast('二');
    expect(find('#toasts').textContent).toBe('二');
  });
});

describe('the field front says what the outbox knows', () => {
  it('offline at once, counts only what waits, and a refusal', () => {
    page('<a data-outbox-count hidden></a>');
    const shown = (seen: Parameters<typeof chip>[0]): string | null => {
      chip(seen, TEXTS);
      return find('a').hidden ? null : find('a').textContent;
    };
    expect(shown({ offline: false, waiting: 0, refused: 0 })).toBeNull();
    expect(shown({ offline: true, waiting: 0, refused: 0 })).toBe('离线');
    expect(shown({ offline: true, waiting: 2, refused: 0 })).toBe('离线·待传2');
    expect(shown({ offline: false, waiting: 1, refused: 0 })).toBe('待传1');
    expect(shown({ offline: false, waiting: 0, refused: 1 })).toBe('1条没收下');
  });

  it('marks a card that was done here and puts it last', () => {
    page('<div><article data-task-order="A" data-seq="4"></article><article data-task-order="B" data-seq="2"></article></div>');
    markTasks([entry()], TEXTS);
    markTasks([entry({ state: 'done' })], TEXTS);
    expect([...document.querySelectorAll<HTMLElement>('article')].map((one) => one.dataset.taskOrder)).toEqual(['B', 'A']);
    expect(find('[data-task-order=A]').textContent).toBe('已记下');
    markTasks([], TEXTS);
    expect(find('[data-task-order=A]').textContent).toBe('');
  });

  it('an order opened again offers no second press of the same step', () => {
    page('<p data-taken-note hidden></p><div data-steps-of="A" data-seq="4"></div>');
    markSteps([entry()], TEXTS);
    expect(find('[data-steps-of]').hidden).toBe(true);
    expect(find('[data-taken-note]').textContent).toBe('10:20记了“属实”。已记下，待传');
    markSteps([entry({ state: 'refused' })], TEXTS);
    expect(find('[data-steps-of]').hidden).toBe(false);
    expect(find('[data-taken-note]').hidden).toBe(true);
  });

  it('the notice of the next page follows its entry', () => {
    page('<div data-outbox-notice></div>');
    new Notice(TEXTS).remember('k');
    const notice = new Notice(TEXTS);
    notice.show([entry()], true);
    expect(find('[data-outbox-notice]').textContent).toBe('存在手机上');
    notice.show([entry({ state: 'refused', message: '不在您的格里。' })], false);
    expect(find('[data-outbox-notice]').textContent).toBe('没收下：不在您的格里。 看看');
    expect(new Notice(TEXTS).shown).toBe(false);
  });

  it('a record leads back to the form it came from', () => {
    expect(pageOf(entry())).toBe('/field/orders/A/');
    expect(pageOf(entry({ kind: 'call_arrived' }))).toBe('/field/calls/');
    const made = entry({ kind: 'report', payload: { do: 'settle_new' } });
    expect([kindOf(made), pageOf(made)]).toEqual(['settle_new', '/field/new/']);
  });
});
