// Forms of the field front made quicker: what a choice shows, ready sentences, photos at a glance,
// the place of this phone (only when asked), and the camera with the old photo laid over it.
// Without it every form still works.
import { el, fill, textsOf, toast, type Texts } from '../lib/dom';

const DIGITS = 6;
const QUALITY = 0.9;

export function mount(host: HTMLElement): void {
  const texts = textsOf(host);
  for (const form of host.querySelectorAll('form')) whens(form);
  host.querySelectorAll<HTMLElement>('[data-fills]').forEach(fills);
  host.querySelectorAll<HTMLInputElement>('input[data-preview]').forEach((input) => previews(input, texts));
  host.querySelectorAll<HTMLButtonElement>('[data-take-place]').forEach((button) => place(button, texts));
  host.querySelectorAll<HTMLElement>('[data-overlay]').forEach((figure) => overlay(figure, texts));
  const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (named instanceof HTMLDetailsElement) named.open = true;
}

/** `data-when="name=value"` shows its part only for that choice; what is hidden is not sent. */
function whens(form: HTMLFormElement): void {
  const parts = [...form.querySelectorAll<HTMLElement>('[data-when]')];
  if (!parts.length) return;
  const apply = (): void => {
    for (const part of parts) {
      // Read anew for each: a part within a part counts only when the outer one is shown.
      const chosen = new FormData(form);
      const [name = '', value = ''] = (part.dataset.when ?? '').split('=');
      const on = chosen.get(name) === value;
      part.hidden = !on;
      for (const input of part.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
        input.disabled = !on;
        if ('required' in input.dataset) input.required = on;
      }
    }
  };
  form.addEventListener('change', apply);
  apply();
}

/** A ready sentence goes into the text as long as the person has not written one. */
function fills(group: HTMLElement): void {
  const text = document.getElementById(group.dataset.fills ?? '') as HTMLTextAreaElement | null;
  if (!text) return;
  let own = text.value !== '';
  text.addEventListener('input', () => { own = text.value !== ''; });
  group.addEventListener('change', (event) => {
    const words = (event.target as HTMLElement).dataset.words;
    if (words && !own) text.value = words;
  });
}

function previews(input: HTMLInputElement, texts: Texts): void {
  const list = document.getElementById(input.dataset.preview ?? '');
  if (!list) return;
  let urls: string[] = [];
  input.addEventListener('change', () => {
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [...(input.files ?? [])].map((file) => URL.createObjectURL(file));
    list.replaceChildren(...urls.map((url, index) => el('li', {}, el('img', { src: url, alt: fill(texts.photo, { n: index + 1 }) }))));
    list.hidden = urls.length === 0;
  });
}

function place(button: HTMLButtonElement, texts: Texts): void {
  if (!('geolocation' in navigator)) return;
  const form = button.closest('form');
  const field = (name: string): HTMLInputElement | null => form?.querySelector(`input[name="${name}"]`) ?? null;
  button.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        for (const [name, value] of [['lon', coords.longitude], ['lat', coords.latitude]] as const) {
          const input = field(name);
          if (input) input.value = value.toFixed(DIGITS);
        }
        field('lat')?.dispatchEvent(new Event('change', { bubbles: true }));
        toast(texts.located ?? '');
      },
      () => {
        button.disabled = false;
        toast(texts.locate_failed ?? '', 'bad');
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    );
  });
}

/** The old photo half transparent over the live picture: the new one is taken from the same spot. */
function overlay(figure: HTMLElement, texts: Texts): void {
  const button = figure.querySelector<HTMLButtonElement>('[data-overlay-start]');
  const input = document.getElementById(figure.dataset.input ?? '') as HTMLInputElement | null;
  if (!button || !input || !navigator.mediaDevices) return;
  button.hidden = false;
  let stream: MediaStream | null = null;
  const video = el('video', { playsinline: '', muted: '', autoplay: '' }) as HTMLVideoElement;

  const stop = (): void => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.remove();
    figure.classList.remove('is-live');
  };
  const start = async (): Promise<void> => {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } }, audio: false });
    video.srcObject = stream;
    figure.prepend(video);
    figure.classList.add('is-live');
    await video.play();
    button.lastChild?.replaceWith(texts.shoot ?? '');
  };
  const shoot = async (): Promise<void> => {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    if (!blob) return;
    const files = new DataTransfer();
    for (const file of input.files ?? []) files.items.add(file);
    files.items.add(new File([blob], `after-${files.items.length + 1}.jpg`, { type: 'image/jpeg' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    stop();
    button.lastChild?.replaceWith(texts.shoot_again ?? '');
  };
  button.addEventListener('click', () => {
    void (stream ? shoot() : start()).catch(() => {
      stop();
      toast(texts.no_camera ?? '', 'bad');
    });
  });
  window.addEventListener('pagehide', stop);
}
