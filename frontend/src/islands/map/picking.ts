// Choosing a place: by click, by dragging the pin, or by keys (arrows move the map under a cross,
// Enter takes its middle). The place goes into two inputs, which may also be set from outside.
import L from 'leaflet';
import type { Texts } from '../../lib/dom';
import { pinIcon } from './pin';

const DIGITS = 6;

export function enablePicking(map: L.Map, host: HTMLElement, texts: Texts): void {
  const prefix = host.dataset.pick ?? '';
  const find = (name: string): HTMLInputElement | null =>
    (document.getElementById(prefix + name) ?? host.closest('form')?.querySelector(`[name="${name}"]`)) as HTMLInputElement | null;
  const lon = find('lon');
  const lat = find('lat');
  if (!lon || !lat) return;
  const note = L.DomUtil.create('p', 'map-note', host);
  note.setAttribute('role', 'status');
  note.textContent = texts.pick ?? '';
  L.DomUtil.create('span', 'map-cross is-pick', host).setAttribute('aria-hidden', 'true');
  let marker: L.Marker | null = null;

  const show = (at: L.LatLng): void => {
    if (marker) marker.setLatLng(at);
    else {
      marker = L.marker(at, { icon: pinIcon(), draggable: true, autoPan: true, keyboard: false }).addTo(map);
      marker.on('dragend', () => { if (marker) take(marker.getLatLng()); });
    }
    note.textContent = texts.picked ?? '';
  };
  const take = (at: L.LatLng): void => {
    lon.value = at.lng.toFixed(DIGITS);
    lat.value = at.lat.toFixed(DIGITS);
    show(at);
    lat.dispatchEvent(new Event('change', { bubbles: true }));
    host.dispatchEvent(new CustomEvent('gz:picked', { bubbles: true, detail: { lon: at.lng, lat: at.lat } }));
  };
  const fromInputs = (): void => {
    const at = lon.value && lat.value ? L.latLng(Number(lat.value), Number(lon.value)) : null;
    if (!at || Number.isNaN(at.lat) || (marker && marker.getLatLng().distanceTo(at) < 0.5)) return;
    show(at);
    map.setView(at, Math.max(map.getZoom(), 16), { animate: false });
    host.dataset.zoom = String(map.getZoom());
  };
  map.on('click', (event) => take(event.latlng));
  host.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target !== host) return;
    event.preventDefault();
    take(map.getCenter());
  });
  lon.addEventListener('change', fromInputs);
  lat.addEventListener('change', fromInputs);
  fromInputs();
}
