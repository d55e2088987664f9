// Before and after on one picture: a range input moves the border, so keys work too.
import { el, textsOf } from '../lib/dom';

export function mount(figure: HTMLElement): void {
  const pair = figure.querySelector<HTMLElement>('.compare-pair');
  const after = figure.querySelector<HTMLImageElement>('.compare-after');
  if (!pair || !after) return;
  const range = el('input', {
    type: 'range', class: 'compare-range', min: '0', max: '100', value: '50', step: '2', 'aria-label': textsOf(figure).compare ?? '',
  }) as HTMLInputElement;
  const handle = el('span', { class: 'compare-handle', 'aria-hidden': 'true' });
  pair.append(range, handle);
  figure.classList.add('is-slider');
  const draw = (): void => {
    const at = Number(range.value);
    after.style.clipPath = `inset(0 0 0 ${at}%)`;
    handle.style.left = `${at}%`;
  };
  range.addEventListener('input', draw);
  draw();
}
