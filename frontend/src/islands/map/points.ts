// Points and names on the map's canvas. Far out, near points are drawn as one with their number;
// lamps keep their shapes (circle, square, diamond, triangle), so colour is never the only sign.
import L from 'leaflet';
import { token } from '../../lib/dom';
import { apart } from './names';

export interface Point { lon: number; lat: number; lamp?: string; tone?: string; title?: string; href?: string; id?: string | number }
interface Bunch { at: L.LatLng; points: Point[]; worst: string }

const CELL = 44;
const SINGLE_FROM_ZOOM = 17;
const ORDER = ['green', 'ok', 'info', 'yellow', 'warn', 'red', 'bad'];
const COLOUR: Record<string, string> = {
  green: '--green', ok: '--green', yellow: '--yellow-line', warn: '--yellow-line', red: '--red', bad: '--red', info: '--blue',
};

/** Points gathered by screen cells at one zoom; the worst lamp stands for its bunch. Pure. */
export function bunch(points: Point[], project: (point: Point) => { x: number; y: number }, cell: number): Point[][] {
  if (cell <= 0) return points.map((point) => [point]);
  const cells = new Map<string, Point[]>();
  for (const point of points) {
    const { x, y } = project(point);
    const key = `${Math.floor(x / cell)}:${Math.floor(y / cell)}`;
    const members = cells.get(key);
    if (members) members.push(point);
    else cells.set(key, [point]);
  }
  return [...cells.values()];
}

export function worstOf(points: Point[]): string {
  let worst = 'green';
  for (const point of points) {
    const kind = point.lamp ?? point.tone ?? 'info';
    if (ORDER.indexOf(kind) > ORDER.indexOf(worst)) worst = kind;
  }
  return worst;
}

type CanvasInside = { _ctx: CanvasRenderingContext2D; _drawing: boolean };

/** A circle marker that draws a lamp's shape, or a number for a bunch. */
class LampMarker extends L.CircleMarker {
  constructor(private readonly bunched: Bunch, private readonly host: Element) {
    super(bunched.at, { radius: bunched.points.length > 1 ? 13 : 8, weight: 0, fillOpacity: 1 });
  }

  _updatePath(): void {
    const inside = this as unknown as { _renderer: CanvasInside; _point: L.Point; _radius: number; _empty(): boolean };
    if (!inside._renderer._drawing || inside._empty()) return;
    const { x, y } = inside._point;
    const many = this.bunched.points.length;
    const context = inside._renderer._ctx;
    const colour = token(this.host, COLOUR[this.bunched.worst] ?? '--blue');
    context.save();
    shape(context, this.bunched.worst, x, y, inside._radius);
    context.fillStyle = colour;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = token(this.host, '--surface');
    context.stroke();
    if (many > 1) {
      context.fillStyle = token(this.host, '--surface');
      context.font = `700 12px ${token(this.host, '--font')}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillText(many > 999 ? '999+' : String(many), x, y + 1);
    }
    context.restore();
  }
}

function shape(context: CanvasRenderingContext2D, kind: string, x: number, y: number, r: number): void {
  context.beginPath();
  if (kind === 'red' || kind === 'bad') {
    context.moveTo(x, y - r * 1.3);
    context.lineTo(x + r * 1.3, y + r);
    context.lineTo(x - r * 1.3, y + r);
  } else if (kind === 'yellow' || kind === 'warn') {
    context.moveTo(x, y - r * 1.25);
    context.lineTo(x + r * 1.25, y);
    context.lineTo(x, y + r * 1.25);
    context.lineTo(x - r * 1.25, y);
  } else if (kind === 'info') context.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8);
  else context.arc(x, y, r, 0, Math.PI * 2);
  context.closePath();
}

/** In pixels: the wall is read from three metres. */
function nameSize(): number {
  return document.body.classList.contains('wall') ? 20 : 13;
}

/** A name written on the canvas at the middle of an area. */
class NameMarker extends L.CircleMarker {
  constructor(at: L.LatLng, private readonly text: string, private readonly host: Element) {
    super(at, { radius: 1, interactive: false });
  }

  _updatePath(): void {
    const inside = this as unknown as { _renderer: CanvasInside; _point: L.Point };
    if (!inside._renderer._drawing) return;
    const context = inside._renderer._ctx;
    context.save();
    context.font = `600 ${nameSize()}px ${token(this.host, '--font')}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineWidth = 3.5;
    context.lineJoin = 'round';
    context.strokeStyle = token(this.host, '--surface');
    context.strokeText(this.text, inside._point.x, inside._point.y);
    context.fillStyle = token(this.host, '--ink');
    context.fillText(this.text, inside._point.x, inside._point.y);
    context.restore();
  }
}

export class PointLayer {
  private readonly group = L.layerGroup();
  private readonly names = L.layerGroup();
  private points: Point[] = [];
  private readonly wanted = new Map<unknown, { text: string; at: L.LatLng }>();

  constructor(private readonly map: L.Map, private readonly host: Element, private readonly onPoint: (point: Point) => void) {
    this.names.addTo(map);
    this.group.addTo(map);
  }

  set(points: Point[]): void {
    this.points = points.filter((point) => Number.isFinite(point.lon) && Number.isFinite(point.lat));
    this.draw();
  }

  toFront(): void {
    this.draw();
  }

  label(key: unknown, text: string, at: L.LatLng | null): void {
    if (at && text) this.wanted.set(key, { text, at });
    else this.wanted.delete(key);
  }

  drawLabels(): void {
    this.names.clearLayers();
    const view = this.map.getBounds();
    const seen = [...this.wanted.values()].filter(({ at }) => view.contains(at)).map(({ text, at }) => {
      const { x, y } = this.map.latLngToContainerPoint(at);
      return { text, at, x, y };
    });
    for (const { text, at } of apart(seen, nameSize())) this.names.addLayer(new NameMarker(at, text, this.host));
    this.draw();
  }

  private draw(): void {
    this.group.clearLayers();
    const zoom = this.map.getZoom();
    const view = this.map.getBounds().pad(0.2);
    const inView = this.points.filter((point) => view.contains([point.lat, point.lon]));
    const cell = zoom >= SINGLE_FROM_ZOOM ? 0 : CELL;
    for (const members of bunch(inView, (point) => this.map.project([point.lat, point.lon], zoom), cell)) this.group.addLayer(this.marker(members));
    this.names.eachLayer((name) => (name as NameMarker).bringToFront()); // a name is read over the points
  }

  private marker(members: Point[]): L.Layer {
    const lat = members.reduce((sum, point) => sum + point.lat, 0) / members.length;
    const lon = members.reduce((sum, point) => sum + point.lon, 0) / members.length;
    const marker = new LampMarker({ at: L.latLng(lat, lon), points: members, worst: worstOf(members) }, this.host);
    const [first] = members;
    if (members.length === 1 && first) {
      if (first.title) marker.bindTooltip(document.createTextNode(first.title) as unknown as HTMLElement);
      marker.on('click', (event) => { L.DomEvent.stop(event); this.onPoint(first); });
    } else {
      marker.on('click', (event) => {
        L.DomEvent.stop(event);
        this.map.setView([lat, lon], Math.min(this.map.getZoom() + 2, SINGLE_FROM_ZOOM));
      });
    }
    return marker;
  }
}
