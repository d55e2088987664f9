// Undo and redo: whole states as text; a city's street is some hundred kilobytes.
import type { Model } from './topology';

const MOST = 60;

export class History {
  private past: string[] = [];
  private future: string[] = [];

  /** Call before a change. */
  keep(model: Model): void {
    this.past.push(JSON.stringify(model));
    if (this.past.length > MOST) this.past.shift();
    this.future = [];
  }

  /** The change that was kept for came to nothing. */
  drop(): void {
    this.past.pop();
  }

  undo(model: Model): Model | null {
    const found = this.past.pop();
    if (found === undefined) return null;
    this.future.push(JSON.stringify(model));
    return JSON.parse(found) as Model;
  }

  redo(model: Model): Model | null {
    const found = this.future.pop();
    if (found === undefined) return null;
    this.past.push(JSON.stringify(model));
    return JSON.parse(found) as Model;
  }

  get canUndo(): boolean { return this.past.length > 0; }
  get canRedo(): boolean { return this.future.length > 0; }
}
