// What is seen on the map: shapes on canvas, handles of the chosen one, the line being drawn.
import L from 'leaflet';
import { token, type Texts } from '../../lib/dom';
import { verticesOf, type Face, type Model, type Pair } from './topology';

const HANDLES = 400;
const MIDDLES = 160;
const at = ([lon, lat]: Pair): L.LatLngTuple => [lat, lon];

export interface StageEvents {
  choose(face: Face): void;
  click(at: Pair): void;
  start(id: number): void;
  drag(id: number, at: Pair): void;
  drop(id: number, at: Pair): void;
  insert(a: number, b: number): void;
  press(id: number): void;
}

export class Stage {
  readonly map: L.Map;
  private layers = new Map<string, L.Polygon>();
  private readonly handles = L.layerGroup();
  private readonly marks = L.layerGroup();
  private draft: L.Polyline | null = null;

  constructor(private readonly host: HTMLElement, texts: Texts, private readonly events: StageEvents) {
    this.map = L.map(host, {
      renderer: L.canvas({ padding: 0.3 }), attributionControl: false, zoomControl: false, zoomSnap: 0.5, minZoom: 7, maxZoom: 21,
      doubleClickZoom: false, fadeAnimation: false,
    });
    L.control.zoom({ zoomInTitle: texts.zoom_in ?? '+', zoomOutTitle: texts.zoom_out ?? '−' }).addTo(this.map);
    this.map.setView([39.9, 116.4], 12);
    this.handles.addTo(this.map);
    this.marks.addTo(this.map);
    this.map.on('click', (event) => events.click([event.latlng.lng, event.latlng.lat]));
  }

  outline(geometry: GeoJSON.Geometry | null): void {
    if (!geometry) return;
    const layer = L.geoJSON(geometry, { interactive: false, style: { color: token(this.host, '--ink-2'), weight: 3, dashArray: '6 4', fill: false } }).addTo(this.map);
    this.map.fitBounds(layer.getBounds(), { padding: [24, 24], animate: false });
  }

  /** Draw all shapes anew (after loading, undo, a new one). */
  shapes(model: Model, chosen: Face | null, changed: Set<string>): void {
    for (const layer of this.layers.values()) layer.remove();
    this.layers.clear();
    for (const face of model.faces) {
      const layer = L.polygon(this.rings(model, face), this.style(face, chosen, changed)).addTo(this.map);
      layer.bindTooltip(document.createTextNode(face.name || face.code) as unknown as HTMLElement, { sticky: true });
      layer.on('click', (event) => {
        L.DomEvent.stopPropagation(event);
        this.events.choose(face);
        this.events.click([event.latlng.lng, event.latlng.lat]);
      });
      this.layers.set(face.code, layer);
    }
  }

  /** The same shapes with other corners: while a vertex is dragged. */
  follow(model: Model, id: number): void {
    for (const face of model.faces) {
      if (face.polygons.flat(2).includes(id)) this.layers.get(face.code)?.setLatLngs(this.rings(model, face));
    }
  }

  private rings(model: Model, face: Face): L.LatLngTuple[][][] {
    return face.polygons.map((rings) => rings.map((ring) => ring.map((id) => at(model.points[id]!))));
  }

  private style(face: Face, chosen: Face | null, changed: Set<string>): L.PathOptions {
    const mine = chosen?.code === face.code;
    const fill = changed.has(face.code) || face.fresh ? '--scale-3' : '--primary-soft';
    return {
      color: token(this.host, mine ? '--primary' : '--line-strong'), weight: mine ? 3 : 1.5,
      fillColor: token(this.host, fill), fillOpacity: mine ? 0.75 : 0.5,
    };
  }

  /** Handles on the corners of a shape, small ones between them that make a new corner. */
  grips(model: Model, face: Face | null): void {
    this.handles.clearLayers();
    if (!face) return;
    const all = verticesOf(face);
    const seen = this.map.getBounds().pad(0.2);
    const near = all.length > HANDLES ? all.filter((id) => seen.contains(at(model.points[id]!))).slice(0, HANDLES) : all;
    for (const id of near) this.grip(model, id);
    if (all.length > MIDDLES) return;
    for (const ring of face.polygons.flat()) {
      ring.forEach((a, index) => {
        const b = ring[(index + 1) % ring.length]!;
        const [one, other] = [model.points[a]!, model.points[b]!];
        const middle: Pair = [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
        L.marker(at(middle), { icon: icon('edit-middle'), keyboard: false }).on('click', () => this.events.insert(a, b)).addTo(this.handles);
      });
    }
  }

  private grip(model: Model, id: number): void {
    const marker = L.marker(at(model.points[id]!), { icon: icon('edit-grip'), draggable: true, keyboard: false, zIndexOffset: 500 });
    marker.on('dragstart', () => this.events.start(id));
    marker.on('drag', () => this.events.drag(id, place(marker)));
    marker.on('dragend', () => this.events.drop(id, place(marker)));
    marker.on('click', () => this.events.press(id));
    marker.addTo(this.handles);
  }

  line(points: Pair[]): void {
    this.draft?.remove();
    this.draft = points.length ? L.polyline(points.map(at), { color: token(this.host, '--accent'), weight: 3, dashArray: '4 4', interactive: false }).addTo(this.map) : null;
    this.marks.clearLayers();
    for (const point of points) L.marker(at(point), { icon: icon('edit-grip'), interactive: false, keyboard: false }).addTo(this.marks);
  }

  /** Places of problems; the first one comes into view. */
  problems(places: { at: Pair; text: string }[]): void {
    this.marks.clearLayers();
    for (const { at: where, text } of places) {
      L.marker(at(where), { icon: icon('edit-problem'), keyboard: false }).bindTooltip(document.createTextNode(text) as unknown as HTMLElement).addTo(this.marks);
    }
  }

  look(where: Pair): void {
    this.map.setView(at(where), Math.max(this.map.getZoom(), 16), { animate: false });
  }

  /** Degrees of latitude that so many pixels are here. */
  reach(pixels: number): number {
    const middle = this.map.getCenter();
    const below = this.map.containerPointToLatLng(this.map.latLngToContainerPoint(middle).add([0, pixels]));
    return Math.abs(middle.lat - below.lat);
  }
}

function place(marker: L.Marker): Pair {
  const found = marker.getLatLng();
  return [found.lng, found.lat];
}

function icon(className: string): L.DivIcon {
  return L.divIcon({ className, iconSize: [18, 18], iconAnchor: [9, 9] });
}
