// Photos that did not come (no network): words in their place, and another try when it is back.
import { el, type Texts } from '../../lib/dom';

function missing(image: HTMLImageElement, texts: Texts): void {
  if (image.hidden || !image.currentSrc.startsWith(location.origin)) return;
  image.hidden = true;
  image.after(el('span', { class: 'photo-missing', 'data-photo-missing': '' }, texts.photo_missing ?? ''));
}

export function watchPictures(texts: Texts): void {
  const pictures = (): HTMLImageElement[] => [...document.querySelectorAll<HTMLImageElement>('main img')];
  // An error does not bubble; the capture phase sees it. Some failed before this script ran.
  document.addEventListener('error', (event) => {
    if (event.target instanceof HTMLImageElement) missing(event.target, texts);
  }, true);
  for (const image of pictures()) if (image.complete && image.currentSrc && image.naturalWidth === 0) missing(image, texts);
  window.addEventListener('online', () => {
    document.querySelectorAll('[data-photo-missing]').forEach((words) => words.remove());
    for (const image of pictures()) {
      if (!image.hidden) continue;
      image.hidden = false;
      image.src = image.src;
    }
  });
}
