// Where it is: the phone's own place when asked, a photo's place offered, the map, or words.
import { getJson, withQuery, type Texts } from '../../lib/dom';

export class Place {
  private readonly lon: HTMLInputElement | null;
  private readonly lat: HTMLInputElement | null;

  constructor(private readonly form: HTMLFormElement, private readonly locateUrl: string, private readonly texts: Texts) {
    this.lon = form.querySelector('[name="lon"]');
    this.lat = form.querySelector('[name="lat"]');
    form.querySelector('[data-locate]')?.addEventListener('click', () => this.device());
    form.addEventListener('change', (event) => {
      if (event.target === this.lat) void this.describe();
    });
    void this.describe();
  }

  get known(): boolean {
    return Boolean(this.lon?.value && this.lat?.value);
  }

  /** Asks the phone; a refusal leaves the map and the address. */
  device(quiet = false): void {
    if (!('geolocation' in navigator)) return;
    this.say(this.texts.locating ?? '');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.set(coords.longitude, coords.latitude),
      () => this.say(quiet ? '' : (this.texts.locate_failed ?? '')),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
    );
  }

  /** A photo says where it was taken: taken over only when nothing was chosen yet. */
  fromPhoto(lon: number, lat: number): void {
    for (const [name, value] of [['photo_lon', lon], ['photo_lat', lat]] as const) {
      const input = this.form.querySelector<HTMLInputElement>(`[name="${name}"]`);
      if (input) input.value = value.toFixed(6);
    }
    if (!this.known) this.set(lon, lat);
  }

  private set(lon: number, lat: number): void {
    if (!this.lon || !this.lat) return;
    this.lon.value = lon.toFixed(6);
    this.lat.value = lat.toFixed(6);
    this.say(this.texts.located ?? '');
    this.lat.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** The address and grid of the chosen place, in words. */
  private async describe(): Promise<void> {
    if (!this.locateUrl || !this.known) return;
    try {
      const found = await getJson<{ address?: string; area?: string; inside?: boolean; message?: string }>(
        withQuery(this.locateUrl, { lon: this.lon!.value, lat: this.lat!.value }));
      this.say(found.message || [found.area, found.address].filter(Boolean).join(' · '));
      const address = this.form.querySelector<HTMLInputElement>('[name="address"]');
      if (address && !address.value && found.address) address.value = found.address;
    } catch {
      this.say(this.texts.located ?? '');
    }
  }

  private say(text: string): void {
    const host = this.form.querySelector('[data-place-text]');
    if (host && text) host.textContent = text;
  }
}
