// Photos of a plain form: tiles instead of the browser's file field, checked at once, scaled,
// removable. All of them end in one input, which the form sends as it always did.
import { textsOf } from '../lib/dom';
import { PhotoStrip } from './report/photos';

export function mount(host: HTMLElement): void {
  const inputs = [...host.querySelectorAll<HTMLInputElement>('input[type="file"][name="photos"]')];
  const holder = inputs[inputs.length - 1];
  if (!holder) return;
  const strip: PhotoStrip = new PhotoStrip(host, Number(host.dataset.maxPhotos ?? 6), textsOf(host), () => {
    const files = new DataTransfer();
    for (const file of strip.files) files.items.add(file);
    holder.files = files.files;
  }, () => undefined, holder);
}
