// The strip of photos: chosen one by one or several, scaled on the phone, removable.
import { el, fill, toast, type Texts } from '../../lib/dom';
import { looksLikePhoto, prepare } from '../../lib/photos';

export class PhotoStrip {
  files: File[] = [];
  private urls: string[] = [];
  private readonly list: HTMLElement | null;

  constructor(private readonly form: HTMLFormElement, private readonly most: number, private readonly texts: Texts, private readonly onChange: () => void, private readonly onPlace: (lon: number, lat: number) => void) {
    this.list = form.querySelector('[data-thumbs]');
    for (const input of form.querySelectorAll<HTMLInputElement>('input[type="file"][name="photos"]')) {
      input.addEventListener('change', () => void this.add([...(input.files ?? [])]).then(() => { input.value = ''; }));
    }
    this.list?.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-remove]');
      if (button) this.remove(Number(button.dataset.remove));
    });
  }

  async add(files: File[]): Promise<void> {
    for (const file of files) {
      if (!looksLikePhoto(file)) {
        toast(fill(this.texts.not_photo, { name: file.name }), 'bad');
        continue;
      }
      if (this.files.length >= this.most) {
        toast(fill(this.texts.too_many, { n: this.most }), 'bad');
        break;
      }
      const { file: scaled, place } = await prepare(file);
      this.files.push(scaled);
      if (place) this.onPlace(place.lon, place.lat);
    }
    this.draw();
    this.onChange();
  }

  restore(files: File[]): void {
    this.files = files.slice(0, this.most);
    this.draw();
  }

  private remove(index: number): void {
    this.files.splice(index, 1);
    this.draw();
    this.onChange();
    this.form.querySelector<HTMLElement>('input[type="file"][name="photos"]')?.focus();
  }

  private draw(): void {
    if (!this.list) return;
    this.urls.forEach((url) => URL.revokeObjectURL(url));
    this.urls = this.files.map((file) => URL.createObjectURL(file));
    this.list.classList.add('thumbs');
    this.list.replaceChildren(...this.files.map((_, index) => el('li', {},
      el('img', { src: this.urls[index]!, alt: fill(this.texts.photo, { n: index + 1 }) }),
      el('button', { type: 'button', 'data-remove': String(index), 'aria-label': fill(this.texts.remove_photo, { n: index + 1 }) }, '×'))));
    const status = this.form.querySelector('[data-photo-count]');
    if (status) status.textContent = this.files.length ? fill(this.texts.photo_count, { n: this.files.length, max: this.most }) : '';
  }
}
