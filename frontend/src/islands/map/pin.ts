import L from 'leaflet';

/** The pin as an element of its own: Leaflet's picture files are not needed. */
export function pinIcon(): L.DivIcon {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M12 22s7-7.2 7-12.5A7 7 0 0 0 5 9.5C5 14.8 12 22 12 22z');
  path.setAttribute('fill', 'currentColor');
  path.setAttribute('stroke', '#fff');
  path.setAttribute('stroke-width', '1.5');
  svg.append(path);
  return L.divIcon({ className: 'pin-marker', html: svg as unknown as HTMLElement, iconSize: [36, 36], iconAnchor: [18, 34] });
}
