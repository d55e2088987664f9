// Whether this phone is near a place. It is compared here: "yes" or "no" is all that is sent.
import { textsOf } from '../lib/dom';

const EARTH = 6_371_000;
const PATIENCE = 15_000;

/** Metres between two points (degrees, WGS 84). */
export function metresBetween(lon: number, lat: number, lon2: number, lat2: number): number {
  const rad = Math.PI / 180;
  const a = Math.sin(((lat2 - lat) * rad) / 2) ** 2
    + Math.cos(lat * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon) * rad) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(Math.min(1, a)));
}

export function mount(host: HTMLElement): void {
  const texts = textsOf(host);
  const button = host.querySelector<HTMLButtonElement>('[data-compare]');
  const near = host.querySelector<HTMLInputElement>('input[name="near"]');
  const said = host.querySelector<HTMLElement>('[data-said]');
  if (!(host instanceof HTMLFormElement) || !button || !near || !('geolocation' in navigator)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const away = metresBetween(coords.longitude, coords.latitude, Number(host.dataset.lon), Number(host.dataset.lat));
        // A phone that is unsure of itself by so much is given the benefit.
        near.value = away - coords.accuracy <= Number(host.dataset.metres) ? 'yes' : 'no';
        host.submit();
      },
      () => {
        button.disabled = false;
        if (said) said.textContent = texts.failed ?? '';
      },
      { enableHighAccuracy: true, timeout: PATIENCE },
    );
  });
}
