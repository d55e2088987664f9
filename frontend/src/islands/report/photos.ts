// The strip of photos: chosen one by one or several, scaled on the phone, removable. What is no
// photo is refused where it was chosen, by its name.
import { el, fill, type Texts } from '../../lib/dom';
import { isPhoto, prepare } from '../../lib/photos';

export class PhotoStrip {
  files: File[] = [];
  private urls: string[] = [];
  private readonly list: HTMLElement | null;

  constructor(private readonly form: HTMLElement, private readonly most: number, private readonly texts: Texts, private readonly onChange: () => void, private readonly onPlace: (lon: number, lat: number) => void, holder: HTMLInputElement | null = null) {
    this.list = form.querySelector('[data-thumbs]');
    for (const input of form.querySelectorAll<HTMLInputElement>('input[type="file"][name="photos"]')) {
      input.addEventListener('change', () => {
        // Cleared only when read: a form sent meanwhile still has what was chosen.
        void this.add([...(input.files ?? [])]).then(() => { if (input !== holder) input.value = ''; });
      });
    }
    this.list?.addEventListener('click', (event) => {
      const button = (event.target as Element).closest<HTMLElement>('[data-remove]');
      if (button) this.remove(Number(button.dataset.remove));
    });
  }

  async add(files: File[]): Promise<void> {
    const problems: string[] = [];
    for (const file of files) {
      if (this.files.length >= this.most) {
        problems.push(fill(this.texts.too_many, { n: this.most }));
        break;
      }
      if (!(await isPhoto(file))) {
        problems.push(fill(this.texts.not_photo, { name: file.name }));
        continue;
      }
      const { file: scaled, place } = await prepare(file);
      this.files.push(scaled);
      if (place) this.onPlace(place.lon, place.lat);
    }
    this.say(problems);
    this.draw();
    this.onChange();
  }

  restore(files: File[]): void {
    this.files = files.slice(0, this.most);
    this.draw();
  }

  /** Beside the tiles, until the next choice. */
  private say(problems: string[]): void {
    this.form.querySelectorAll('#photos-error, [data-photo-problem]').forEach((old) => old.remove());
    if (!problems.length || !this.list) return;
    const box = el('div', { 'data-photo-problem': '', role: 'alert' }, ...problems.map((words) => el('p', { class: 'field-error' }, words)));
    this.list.before(box);
    box.scrollIntoView({ block: 'center' });
  }

  private remove(index: number): void {
    this.files.splice(index, 1);
    this.say([]);
    this.draw();
    this.onChange();
    this.form.querySelector<HTMLElement>('input[type="file"][name="photos"]')?.focus();
  }

  private draw(): void {
    if (!this.list) return;
    this.urls.forEach((url) => URL.revokeObjectURL(url));
    this.urls = this.files.map((file) => URL.createObjectURL(file));
    this.list.classList.add('thumbs');
    this.list.replaceChildren(...this.files.map((file, index) => el('li', {},
      this.picture(file, index),
      el('button', { type: 'button', 'data-remove': String(index), 'aria-label': fill(this.texts.remove_photo, { n: index + 1 }) }, '×'))));
    const status = this.form.querySelector('[data-photo-count]');
    if (status) status.textContent = this.files.length ? fill(this.texts.photo_count, { n: this.files.length, max: this.most }) : '';
  }

  /** A photo that only the server can read (HEIC) is shown by its name. */
  private picture(file: File, index: number): HTMLElement {
    const image = el('img', { src: this.urls[index]!, alt: fill(this.texts.photo, { n: index + 1 }) });
    image.addEventListener('error', () => image.replaceWith(el('span', { class: 'thumb-name' }, file.name)));
    return image;
  }
}
