// Drawing a line across an area: by clicks, or by keys (arrows move the map under a cross, Enter
// takes its middle, Backspace takes the last point back). The line goes into a text input.
import L from 'leaflet';
import { token, type Texts } from '../../lib/dom';

const DIGITS = 6;

/** "lon,lat lon,lat" from an input, as Leaflet wants it; what is no point is left out. Pure. */
export function lineOf(text: string): [number, number][] {
  return text.trim().split(/[\s;；]+/).map((pair) => pair.split(/[,，]/).map(Number)).filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map(([lon, lat]) => [lat!, lon!]);
}

export function enableCutting(map: L.Map, host: HTMLElement, texts: Texts): void {
  const input = document.getElementById(host.dataset.cut ?? '') as HTMLInputElement | null;
  if (!input) return;
  const note = L.DomUtil.create('p', 'map-note', host);
  note.setAttribute('role', 'status');
  note.textContent = texts.cut ?? '';
  L.DomUtil.create('span', 'map-cross is-pick', host).setAttribute('aria-hidden', 'true');
  const line = L.polyline([], { color: token(host, '--red'), weight: 3, dashArray: '8 5', interactive: false }).addTo(map);
  const show = (): void => {
    line.setLatLngs(lineOf(input.value));
    line.bringToFront();
  };
  const add = (at: L.LatLng): void => {
    note.remove(); // it would lie over the far end of the line
    input.value = `${input.value.trim()} ${at.lng.toFixed(DIGITS)},${at.lat.toFixed(DIGITS)}`.trim();
    show();
  };
  const back = (): void => {
    input.value = input.value.trim().split(/\s+/).slice(0, -1).join(' ');
    show();
  };
  map.on('click', (event) => add(event.latlng));
  host.addEventListener('keydown', (event) => {
    if (event.target !== host) return;
    if (event.key === 'Enter') add(map.getCenter());
    else if (event.key === 'Backspace') back();
    else return;
    event.preventDefault();
  });
  input.addEventListener('input', show);
  document.querySelector(`[data-cut-back="${input.id}"]`)?.addEventListener('click', back);
  host.addEventListener('gz:ready', show);
  show();
}
