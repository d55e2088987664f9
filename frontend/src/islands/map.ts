// A map without tiles: areas and points of the city on canvas, nothing asked of another host.
import 'leaflet/dist/leaflet.css';
import L from 'leaflet';
import { getJson, go, inlineData, number, parse, textsOf, token, type Texts } from '../lib/dom';
import { classesFor, classOf, drawLegend, type ValueClass } from './map/classes';
import { PointLayer, type Point } from './map/points';
import { enablePicking } from './map/picking';
import { pinIcon } from './map/pin';
import { enableCutting } from './map/cutting';

interface AreaProperties { code?: string; name?: string; value?: number | null; label?: string; href?: string; text?: string }
type AreaFeature = GeoJSON.Feature<GeoJSON.Geometry, AreaProperties>;
type AreaCollection = GeoJSON.FeatureCollection<GeoJSON.Geometry, AreaProperties>;
export interface MapUpdate { points?: Point[]; areas?: Record<string, { value?: number | null; label?: string }> }

const LABEL_PIXELS = 64;
const FEW = 5; // fewer than a fifth named looks like a mistake

/** About how many pixels a name takes: a Chinese character counts as two letters. */
const nameOf = (layer: L.Polygon): string => { const own = (layer.feature as AreaFeature | undefined)?.properties; return own?.text ?? own?.name ?? ''; };
const wide = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u2e80' ? 14 : 7.5), 0);

class AreaMap {
  readonly map: L.Map;
  private areas: L.GeoJSON | null = null;
  private collection: AreaCollection | null = null;
  private classes: ValueClass[] = [];
  private fitted = false;
  private readonly texts: Texts;
  private readonly points: PointLayer;
  private seen: Record<string, string> = {};

  constructor(private readonly host: HTMLElement) {
    this.texts = textsOf(host);
    host.setAttribute('role', 'application');
    if (!host.hasAttribute('aria-label')) host.setAttribute('aria-label', host.dataset.label ?? this.texts.label ?? '');
    this.map = L.map(host, {
      renderer: L.canvas({ padding: 0.3 }), attributionControl: false, zoomControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 20,
      maxBoundsViscosity: 0.8, fadeAnimation: false,
    });
    L.control.zoom({ zoomInTitle: this.texts.zoom_in ?? '+', zoomOutTitle: this.texts.zoom_out ?? '−' }).addTo(this.map);
    const centre = parse<[number, number]>(host.dataset.centre) ?? [116.4, 39.9];
    this.map.setView([centre[1], centre[0]], number(host.dataset.zoom, 13));
    this.points = new PointLayer(this.map, host, (point) => this.follow('gz:point', point as unknown as Record<string, unknown>));
    this.map.on('zoomend moveend', () => this.labels());
    host.addEventListener('gz:refresh', () => void this.load());
    host.addEventListener('gz:data', (event) => this.update((event as CustomEvent<MapUpdate>).detail));
    host.addEventListener('keydown', (event) => this.onKey(event));
  }

  async load(): Promise<void> {
    const { areasUrl, pointsUrl } = this.host.dataset;
    try {
      const inline = inlineData<AreaCollection>(this.host);
      if (inline && this.changed('areas', inline)) this.showAreas(inline);
      if (areasUrl) {
        const data = await getJson<AreaCollection>(areasUrl);
        if (this.changed('areas', data)) this.showAreas(data);
      }
      if (pointsUrl) {
        const data = await getJson<{ points: Point[] }>(pointsUrl);
        if (this.changed('points', data)) this.points.set(data.points);
      }
      this.note('');
    } catch {
      this.note(this.texts.failed ?? '');
    }
  }

  private changed(part: string, data: unknown): boolean {
    const now = JSON.stringify(data);
    if (this.seen[part] === now) return false;
    this.seen[part] = now;
    return true;
  }

  private showAreas(data: AreaCollection): void {
    this.collection = data;
    this.classes = classesFor(data.features.map((f) => f.properties?.value), parse<ValueClass[]>(this.host.dataset.classes));
    this.areas?.remove();
    this.areas = L.geoJSON(data, {
      style: (feature) => this.style(feature as AreaFeature | undefined),
      onEachFeature: (feature: AreaFeature, layer) => this.bind(feature, layer),
    }).addTo(this.map);
    this.points.toFront();
    if (!this.fitted && this.areas.getBounds().isValid()) {
      this.fitted = true;
      const marker = parse<[number, number]>(this.host.dataset.marker);
      const bounds = this.areas.getBounds();
      // A place outside of all areas is shown together with them: alone it would stand on nothing.
      if (marker && this.host.dataset.fit) bounds.extend([marker[1], marker[0]]);
      if (!this.host.dataset.zoom || this.host.dataset.fit) this.map.fitBounds(bounds, { padding: [24, 24], animate: false });
      this.map.setMaxBounds(bounds.pad(0.6));
    }
    if (!this.host.dataset.pick) drawLegend(this.host, this.host.dataset.legend ?? '', this.classes, this.texts);
    this.labels();
  }

  private style(feature: AreaFeature | undefined): L.PathOptions {
    const tone = classOf(feature?.properties?.value, this.classes);
    const plain = this.classes.length === 0;
    return {
      color: token(this.host, '--line-strong'), weight: 1,
      fillColor: plain ? token(this.host, '--primary-soft') : token(this.host, `--scale-${tone}`),
      fillOpacity: plain ? 0.55 : 0.88,
    };
  }

  private bind(feature: AreaFeature, layer: L.Layer): void {
    const words = [feature.properties.name, feature.properties.label].filter(Boolean).join(' · ');
    if (words) layer.bindTooltip(document.createTextNode(words) as unknown as HTMLElement, { sticky: true });
    if (this.host.dataset.pick || this.host.dataset.cut) return;
    layer.on('click', () => this.follow('gz:area', feature.properties as Record<string, unknown>));
    layer.on('mouseover', () => (layer as L.Path).setStyle({ weight: 3, color: token(this.host, '--primary') }));
    layer.on('mouseout', () => (layer as L.Path).setStyle(this.style(feature)));
  }

  /** Names on areas that are large enough on the screen; none when only a few of many are. */
  private labels(): void {
    const layers = (this.areas?.getLayers() ?? []) as L.Polygon[];
    const fits = new Set(layers.filter((layer) => this.fits(layer)));
    const sparse = fits.size * FEW < layers.length;
    for (const layer of layers) {
      const at = fits.has(layer) && !sparse ? layer.getBounds().getCenter() : null;
      this.points.label(layer.feature, nameOf(layer), at);
    }
    this.points.drawLabels();
  }

  private fits(layer: L.Polygon): boolean {
    const bounds = layer.getBounds();
    const size = this.map.latLngToLayerPoint(bounds.getSouthEast()).subtract(this.map.latLngToLayerPoint(bounds.getNorthWest()));
    return Math.min(size.x, size.y) >= LABEL_PIXELS && wide(nameOf(layer)) <= size.x * 1.25;
  }

  private update(detail: MapUpdate): void {
    if (detail.points && this.changed('points', detail.points)) this.points.set(detail.points);
    if (detail.areas && this.collection && this.changed('values', detail.areas)) {
      for (const feature of this.collection.features) {
        const fresh = detail.areas[feature.properties.code ?? ''];
        if (fresh) Object.assign(feature.properties, fresh);
      }
      this.showAreas(this.collection);
    }
  }

  private follow(event: string, properties: Record<string, unknown>): void {
    const allowed = this.host.dispatchEvent(new CustomEvent(event, { bubbles: true, cancelable: true, detail: properties }));
    const href = typeof properties.href === 'string' ? properties.href : '';
    if (!allowed || !href || this.host.dataset.mode === 'event') return;
    const target = this.host.dataset.target;
    const { htmx } = window as unknown as { htmx?: { ajax(verb: string, url: string, target: string): unknown } };
    if (target && htmx) void htmx.ajax('GET', href, target);
    else go(href);
  }

  /** Enter acts on the area under the middle of the map, so that keys reach what a click does. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.target !== this.host || this.host.dataset.pick || this.host.dataset.cut) return;
    const centre = this.map.latLngToLayerPoint(this.map.getCenter());
    this.areas?.eachLayer((layer) => {
      const path = layer as L.Polygon & { _containsPoint(point: L.Point): boolean };
      if (path._containsPoint(centre)) this.follow('gz:area', ((layer as L.GeoJSON).feature as AreaFeature).properties as Record<string, unknown>);
    });
  }

  private note(message: string): void {
    let box = this.host.querySelector<HTMLElement>('.map-note[data-failed]');
    if (!message) {
      box?.remove();
      return;
    }
    if (!box) {
      box = L.DomUtil.create('p', 'map-note', this.host);
      box.dataset.failed = '1';
      box.setAttribute('role', 'status');
    }
    box.textContent = message;
  }
}

export async function mount(host: HTMLElement): Promise<void> {
  const shown = new AreaMap(host);
  const marker = parse<[number, number]>(host.dataset.marker);
  if (host.dataset.pick) enablePicking(shown.map, host, textsOf(host));
  else if (host.dataset.cut) enableCutting(shown.map, host, textsOf(host));
  else if (marker) {
    L.marker([marker[1], marker[0]], { icon: pinIcon(), keyboard: false, interactive: false }).addTo(shown.map);
    shown.map.setView([marker[1], marker[0]], number(host.dataset.zoom, 16), { animate: false });
    host.dataset.zoom ||= '16';
  }
  await shown.load();
  host.dispatchEvent(new CustomEvent('gz:ready', { bubbles: true }));
  const seconds = number(host.dataset.refresh, 0);
  if (seconds > 0) window.setInterval(() => { if (!document.hidden) void shown.load(); }, seconds * 1000);
  if ('ResizeObserver' in window) new ResizeObserver(() => shown.map.invalidateSize()).observe(host);
}
