// The map editor: shapes with common borders, drawn on the map or typed; what is saved is checked
// by the server as any import is.
import 'leaflet/dist/leaflet.css';
import { csrf, el, fill, getJson, go, textsOf, toast, withQuery, type Texts } from '../lib/dom';
import { History } from './areaedit/history';
import { Panel, type Found } from './areaedit/panel';
import { Stage } from './areaedit/stage';
import {
  addFace, addPoint, build, cutFace, geometryOf, insertOnEdge, movePoint, nearestEdge, nearestPoint, removePoint, verticesOf, weld,
  type Face, type Feature, type Model, type Pair,
} from './areaedit/topology';

interface Parent { code: string; name: string; next: string; level: number; kind: string }
interface Loaded { features: Feature[]; outline: GeoJSON.Geometry | null; parents: Parent[] }
type Tool = 'pick' | 'draw' | 'cut';
const SNAP = 12; // pixels

class Editor {
  private model: Model = { points: {}, faces: [], next: 1 };
  private before = new Map<string, string>();
  private parents: Parent[] = [];
  private chosen: Face | null = null;
  private pressed: number | null = null;
  private tool: Tool = 'pick';
  private draft: number[] = [];
  private readonly history = new History();
  private readonly texts: Texts;
  private readonly stage: Stage;
  private readonly panel: Panel;

  constructor(private readonly root: HTMLElement) {
    this.texts = textsOf(root);
    this.panel = new Panel(root, this.texts, {
      choose: (code) => this.choose(this.face(code)),
      type: (id, at) => this.change(() => { movePoint(this.model, id, at); }),
      remove: (id) => this.remove(id),
      insertAfter: (id) => this.insertAfter(id),
      look: (at) => this.stage.look(at),
    });
    this.stage = new Stage(this.panel.find('map'), this.texts, {
      choose: (face) => { if (this.tool === 'pick') this.choose(face); },
      click: (at) => this.click(at),
      start: () => this.history.keep(this.model),
      drag: (id, at) => { movePoint(this.model, id, at); this.stage.follow(this.model, id); },
      drop: (id, at) => { this.snap(id, at); this.draw(); },
      insert: (a, b) => this.insert(a, b),
      press: (id) => { this.pressed = id; this.panel.say(this.texts.pressed); },
    });
    this.wire();
  }

  async load(): Promise<void> {
    const { shapesUrl = '', area = '', depth = '' } = this.root.dataset;
    const data = await getJson<Loaded>(withQuery(shapesUrl, { area, depth }));
    this.model = build(data.features);
    this.parents = data.parents;
    for (const face of this.model.faces) this.before.set(face.code, JSON.stringify(geometryOf(this.model, face)));
    this.panel.find('parent').replaceChildren(...data.parents.map((one) => el('option', { value: one.code }, one.name)));
    this.stage.outline(data.outline);
    this.chosen = this.model.faces[0] ?? null;
    this.draw();
    this.panel.say(this.texts.pick);
  }

  // --- what changes -------------------------------------------------------------------------

  private change(work: () => void | false): void {
    this.history.keep(this.model);
    if (work() === false) this.history.drop();
    this.draw();
  }

  private snap(id: number, at: Pair): void {
    const reach = this.stage.reach(SNAP);
    const point = nearestPoint(this.model, at, reach, [id]);
    if (point !== null && weld(this.model, id, point)) return;
    const edge = nearestEdge(this.model, at, reach, [id]);
    if (edge) {
      movePoint(this.model, id, edge.at);
      insertOnEdge(this.model, edge, id);
    }
  }

  private insert(a: number, b: number): void {
    const [one, other] = [this.model.points[a]!, this.model.points[b]!];
    this.change(() => { insertOnEdge(this.model, { a, b, at: [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2] }); });
  }

  private insertAfter(id: number): void {
    const ring = this.chosen?.polygons.flat().find((one) => one.includes(id));
    if (ring) this.insert(id, ring[(ring.indexOf(id) + 1) % ring.length]!);
  }

  private remove(id: number): void {
    this.change(() => {
      if (removePoint(this.model, id)) return undefined;
      toast(this.texts.too_few ?? '', 'bad');
      return false;
    });
  }

  // --- drawing and cutting --------------------------------------------------------------------

  private click(at: Pair): void {
    if (this.tool === 'pick') return;
    if (!this.draft.length) this.history.keep(this.model);
    const reach = this.stage.reach(SNAP);
    const point = nearestPoint(this.model, at, reach);
    const edge = point === null ? nearestEdge(this.model, at, reach) : null;
    if (point !== null && point === this.draft[0] && this.draft.length > 2) {
      this.finish();
      return;
    }
    this.draft.push(point ?? (edge ? insertOnEdge(this.model, edge) : addPoint(this.model, at)));
    this.stage.line(this.draft.map((id) => this.model.points[id]!));
    this.panel.find('finish').hidden = this.draft.length < 2;
  }

  private finish(): void {
    const line = this.draft;
    const made = this.tool === 'cut' ? this.cut(line) : addFace(this.model, line, this.fresh());
    this.draft = [];
    if (!made) {
      this.back();
      toast((this.tool === 'cut' ? this.texts.no_cut : this.texts.no_face) ?? '', 'bad');
    } else this.chosen = made;
    this.use('pick');
    this.draw();
  }

  private cut(line: number[]): Face | null {
    const ends = [line[0]!, line[line.length - 1]!];
    const faces = this.model.faces.filter((face) => ends.every((id) => verticesOf(face).includes(id)));
    const first = this.chosen && faces.includes(this.chosen) ? [this.chosen, ...faces] : faces;
    for (const face of first) {
      const made = cutFace(this.model, face, line, this.fresh(face.parent));
      if (made) return made;
    }
    return null;
  }

  /** Code, name and parent of a new area: the next free code below the parent. */
  private fresh(parent = this.parents[0]?.code ?? ''): { code: string; name: string; parent: string } {
    const from = this.parents.find((one) => one.code === parent);
    let code = from?.next ?? '';
    while (code && this.face(code)) code = (BigInt(code) + 1n).toString().padStart(code.length, '0');
    return { code, name: '', parent };
  }

  private back(): void {
    const model = this.history.undo(this.model);
    if (model) this.restore(model);
  }

  private restore(model: Model): void {
    const code = this.chosen?.code;
    this.model = model;
    this.chosen = model.faces.find((face) => face.code === code) ?? model.faces[0] ?? null;
  }

  // --- the page -------------------------------------------------------------------------------

  private face(code: string): Face | null {
    return this.model.faces.find((face) => face.code === code) ?? null;
  }

  private choose(face: Face | null): void {
    if (face === this.chosen) return;
    this.chosen = face;
    this.pressed = null;
    this.draw();
  }

  private use(tool: Tool): void {
    if (this.draft.length) {
      this.draft = [];
      this.back();
      this.draw();
    }
    this.tool = tool;
    this.stage.line([]);
    this.panel.find('finish').hidden = true;
    for (const button of this.root.querySelectorAll<HTMLElement>('[data-tool]')) button.setAttribute('aria-pressed', String(button.dataset.tool === tool));
    this.panel.say(this.texts[tool]);
    this.grips();
  }

  /** Handles would catch the clicks of a line that is drawn: they are there for dragging only. */
  private grips(): void {
    this.stage.grips(this.model, this.tool === 'pick' ? this.chosen : null);
  }

  private changed(): Face[] {
    return this.model.faces.filter((face) => face.fresh || this.before.get(face.code) !== JSON.stringify(geometryOf(this.model, face)));
  }

  private draw(): void {
    const changed = this.changed();
    this.stage.shapes(this.model, this.chosen, new Set(changed.map((face) => face.code)));
    this.grips();
    this.panel.list(this.model, this.chosen);
    this.panel.corners(this.model, this.chosen);
    this.panel.find<HTMLButtonElement>('save').disabled = !changed.length;
    this.panel.find<HTMLButtonElement>('undo').disabled = !this.history.canUndo;
    this.panel.find<HTMLButtonElement>('redo').disabled = !this.history.canRedo;
    this.root.dataset.changed = String(changed.length);
  }

  private step(model: Model | null): void {
    if (!model) return;
    this.draft = [];
    this.stage.line([]);
    this.restore(model);
    this.draw();
  }

  private wire(): void {
    const on = (name: string, act: () => void): void => this.panel.find(name).addEventListener('click', act);
    for (const button of this.root.querySelectorAll<HTMLElement>('[data-tool]')) button.addEventListener('click', () => this.use(button.dataset.tool as Tool));
    on('finish', () => this.finish());
    on('undo', () => this.step(this.history.undo(this.model)));
    on('redo', () => this.step(this.history.redo(this.model)));
    on('check', () => void this.check());
    on('save', () => void this.save());
    on('drop', () => this.change(() => {
      this.model.faces = this.model.faces.filter((face) => face !== this.chosen);
      this.chosen = this.model.faces[0] ?? null;
    }));
    for (const name of ['code', 'name', 'parent'] as const) {
      this.panel.find<HTMLInputElement>(name).addEventListener('change', (event) => {
        const value = (event.target as HTMLInputElement).value.trim();
        if (!this.chosen?.fresh || (name === 'code' && this.face(value))) return;
        this.change(() => { this.chosen![name] = value; });
      });
    }
    this.root.addEventListener('keydown', (event) => this.key(event));
    this.stage.map.on('zoomend moveend', () => { this.grips(); });
    window.addEventListener('beforeunload', (event) => { if (Number(this.root.dataset.changed) && !this.root.dataset.saved) event.preventDefault(); });
  }

  private key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z' && !typing) {
      event.preventDefault();
      this.step(event.shiftKey ? this.history.redo(this.model) : this.history.undo(this.model));
    } else if (event.key === 'Escape') this.use('pick');
    else if (event.key === 'Enter' && this.draft.length > 1 && !typing) this.finish();
    else if (event.key === 'Delete' && !typing && this.pressed !== null) {
      this.remove(this.pressed);
      this.pressed = null;
    }
  }

  // --- the server -----------------------------------------------------------------------------

  private async send<T>(url: string | undefined): Promise<T | null> {
    const features = this.changed().map((face) => {
      const parent = this.parents.find((one) => one.code === face.parent);
      const properties = face.fresh
        ? { code: face.code, name: face.name, parent_code: face.parent, level: parent?.level ?? null, kind: parent?.kind ?? '' }
        : { code: face.code };
      return { type: 'Feature', properties, geometry: geometryOf(this.model, face) };
    });
    const day = this.panel.find<HTMLInputElement>('day').value;
    try {
      const response = await fetch(url ?? '', {
        method: 'POST', credentials: 'same-origin', body: JSON.stringify({ day, features }),
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': csrf() },
      });
      const answer = (await response.json()) as T & { message?: string };
      if (response.ok) return answer;
      toast(answer.message ?? this.texts.failed ?? '', 'bad');
    } catch {
      toast(this.texts.network ?? this.texts.failed ?? '', 'bad');
    }
    return null;
  }

  private async check(): Promise<void> {
    if (!this.changed().length) {
      this.panel.say(this.texts.unchanged);
      return;
    }
    const answer = await this.send<{ changes: number; errors: number; problems: Found[] }>(this.root.dataset.checkUrl);
    if (!answer) return;
    this.panel.found(answer.problems, fill(answer.errors ? this.texts.errors : this.texts.fine, { n: answer.errors || answer.changes }));
    this.stage.problems(answer.problems.flatMap((one) => (one.at ? [{ at: one.at, text: one.text }] : [])));
  }

  private async save(): Promise<void> {
    const answer = await this.send<{ location: string }>(this.root.dataset.saveUrl);
    if (!answer) return;
    this.root.dataset.saved = '1';
    go(answer.location);
  }
}

export async function mount(root: HTMLElement): Promise<void> {
  await new Editor(root).load();
}
