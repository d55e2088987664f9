// Which names fit: one that would lie over another is left out until one looks closer.

export interface Placed { text: string; x: number; y: number }

/** About how wide a text is at a font size of `size` pixels. */
function width(text: string, size: number): number {
  return [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 1 : 0.6), 0) * size;
}

/** The names that do not lie over one before them. */
export function apart<T extends Placed>(names: T[], size: number): T[] {
  const kept: T[] = [];
  for (const name of names) {
    const free = kept.every((other) =>
      Math.abs(other.x - name.x) * 2 >= width(other.text, size) + width(name.text, size) || Math.abs(other.y - name.y) >= size * 0.9);
    if (free) kept.push(name);
  }
  return kept;
}
