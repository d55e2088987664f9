// Colour classes of area values, and the legend that says what they mean in words.
import type { Texts } from '../../lib/dom';

export interface ValueClass { from: number; label: string; tone: string }

/** The page's classes, or up to five even ones; none when no area has a value. */
export function classesFor(values: (number | null | undefined)[], given: ValueClass[] | null): ValueClass[] {
  const numbers = values.filter((value): value is number => typeof value === 'number');
  if (given?.length) return [...given].sort((a, b) => a.from - b.from);
  if (!numbers.length) return [];
  const most = Math.max(...numbers);
  const zero: ValueClass = { from: Number.NEGATIVE_INFINITY, label: '0', tone: '0' };
  if (most <= 0) return [zero];
  if (numbers.every(Number.isInteger)) return [zero, ...wholeClasses(most)];
  const step = most / 5;
  const parts = Array.from({ length: 5 }, (_, index) => ({
    from: index === 0 ? Number.MIN_VALUE : index * step,
    label: `${round(index * step)}–${round((index + 1) * step)}`,
    tone: String(index + 1),
  }));
  return [zero, ...parts];
}

function wholeClasses(most: number): ValueClass[] {
  const step = Math.max(1, Math.ceil(most / 5));
  const classes: ValueClass[] = [];
  for (let from = 1, tone = 1; from <= most; from += step, tone += 1) {
    const to = from + step - 1;
    classes.push({ from, label: step === 1 ? String(from) : `${from}–${to}`, tone: String(tone) });
  }
  return classes;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The tone (0–5) of a value: the last class that it reaches. */
export function classOf(value: number | null | undefined, classes: ValueClass[]): string {
  if (typeof value !== 'number') return '0';
  let tone = '0';
  for (const one of classes) if (value >= one.from) tone = one.tone;
  return tone;
}

export function drawLegend(host: HTMLElement, title: string, classes: ValueClass[], texts: Texts): void {
  host.querySelector('.map-legend')?.remove();
  if (!classes.length) return;
  const box = document.createElement('div');
  box.className = 'map-legend';
  const head = document.createElement('strong');
  head.textContent = title || (texts.legend ?? '');
  const list = document.createElement('ul');
  for (const one of classes) {
    const item = document.createElement('li');
    const swatch = document.createElement('span');
    swatch.className = `swatch scale-${one.tone}`;
    item.append(swatch, one.label);
    list.append(item);
  }
  box.append(head, list);
  host.append(box);
}
