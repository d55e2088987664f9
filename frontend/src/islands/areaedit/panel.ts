// Beside the map: which shape, its corners as numbers to type, what the check found.
import { el, fill, type Texts } from '../../lib/dom';
import { verticesOf, type Face, type Model, type Pair } from './topology';

export interface Found { code: string; text: string; at: Pair | null; notice: boolean }
export interface PanelEvents {
  choose(code: string): void;
  type(id: number, at: Pair): void;
  remove(id: number): void;
  insertAfter(id: number): void;
  look(at: Pair): void;
}

export class Panel {
  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private readonly events: PanelEvents) {
    this.faces.addEventListener('change', () => events.choose(this.faces.value));
  }

  find<T extends HTMLElement>(name: string): T {
    return this.root.querySelector<T>(`[data-${name}]`)!;
  }

  private get faces(): HTMLSelectElement { return this.find<HTMLSelectElement>('face'); }

  list(model: Model, chosen: Face | null): void {
    this.faces.replaceChildren(...model.faces.map((face) => {
      const option = el('option', { value: face.code }, `${face.name || this.texts.unnamed || ''} ${face.code}`) as HTMLOptionElement;
      option.selected = face === chosen;
      return option;
    }));
    this.find('new').hidden = !chosen?.fresh;
    if (!chosen?.fresh) return;
    this.find<HTMLInputElement>('code').value = chosen.code;
    this.find<HTMLInputElement>('name').value = chosen.name;
    this.find<HTMLSelectElement>('parent').value = chosen.parent;
  }

  corners(model: Model, face: Face | null): void {
    const ids = face ? verticesOf(face) : [];
    this.find('count').textContent = String(ids.length);
    this.find('points').replaceChildren(...ids.map((id, index) => this.row(model, id, index + 1)));
  }

  private row(model: Model, id: number, number: number): HTMLElement {
    const [lon, lat] = model.points[id]!;
    const inputs = [lon, lat].map((value, axis) => {
      const label = fill(axis ? this.texts.lat : this.texts.lon, { n: number });
      return el('input', { class: 'input', type: 'text', inputmode: 'decimal', value: value.toFixed(7), 'aria-label': label }) as HTMLInputElement;
    });
    const typed = (): void => {
      const pair: Pair = [Number(inputs[0]!.value), Number(inputs[1]!.value)];
      const fits = pair.every(Number.isFinite) && Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 90;
      for (const input of inputs) input.setAttribute('aria-invalid', String(!fits));
      if (fits) this.events.type(id, pair);
    };
    for (const input of inputs) {
      input.addEventListener('change', typed);
      input.addEventListener('focus', () => this.events.look(model.points[id]!));
    }
    const button = (words: string | undefined, sign: string, act: () => void): HTMLElement => {
      const made = el('button', { class: 'btn btn-small btn-quiet', type: 'button', 'aria-label': fill(words, { n: number }), title: fill(words, { n: number }) }, sign);
      made.addEventListener('click', act);
      return made;
    };
    return el('tr', {}, el('td', {}, inputs[0]!), el('td', {}, inputs[1]!),
      el('td', { class: 'nowrap' }, button(this.texts.insert_after, '+', () => this.events.insertAfter(id)), button(this.texts.remove, '×', () => this.events.remove(id))));
  }

  found(problems: Found[], words: string): void {
    this.find('found').hidden = false;
    const rows = problems.map((one) => {
      const text = `${one.code} ${one.text}`;
      if (!one.at) return el('li', {}, text);
      const button = el('button', { class: 'btn btn-small btn-quiet editor-problem', type: 'button' }, text);
      button.addEventListener('click', () => this.events.look(one.at!));
      return el('li', {}, button);
    });
    this.find('problems').replaceChildren(el('li', { class: problems.length ? 'late' : '' }, words), ...rows);
  }

  say(words: string | undefined): void {
    this.find('status').textContent = words ?? '';
  }
}
