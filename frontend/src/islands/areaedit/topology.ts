// Shapes that share their vertices: moving one moves every border that runs through it, so that
// neighbours never part. Pure; degrees WGS 84.
export type Pair = [number, number];
export interface Face { code: string; name: string; parent: string; fresh: boolean; polygons: number[][][] }
export interface Model { points: Record<number, Pair>; faces: Face[]; next: number }
export interface Edge { a: number; b: number; at: Pair }
export interface Shape { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown }
export interface Feature { geometry: Shape; properties: { code: string; name: string; parent: string } }

/** Degrees, about 30 cm: what is nearer is the same place. */
export const NEAR = 3e-6;
const DIGITS = 1e7;
const round = (value: number): number => Math.round(value * DIGITS) / DIGITS;

export function build(features: Feature[]): Model {
  const model: Model = { points: {}, faces: [], next: 1 };
  const seen = new Map<string, number>();
  const idOf = (pair: Pair): number => {
    const key = `${Math.round(pair[0] * DIGITS)},${Math.round(pair[1] * DIGITS)}`;
    let id = seen.get(key);
    if (id === undefined) {
      id = addPoint(model, pair);
      seen.set(key, id);
    }
    return id;
  };
  for (const { geometry, properties } of features) {
    const parts = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as Pair[][][];
    const polygons = parts.map((rings) => rings.map((ring) => tidy(ring.slice(0, -1).map(idOf))));
    model.faces.push({ ...properties, fresh: false, polygons });
  }
  joinEdges(model);
  return model;
}

export function addPoint(model: Model, [lon, lat]: Pair): number {
  const id = model.next;
  model.next += 1;
  model.points[id] = [round(lon), round(lat)];
  return id;
}

/** A vertex of one shape that lies on an edge of another becomes a vertex of both. */
function joinEdges(model: Model): void {
  const order = Object.keys(model.points).map(Number).sort((a, b) => model.points[a]![0] - model.points[b]![0]);
  const lons = order.map((id) => model.points[id]![0]);
  eachRing(model, (ring) => {
    const found: number[] = [];
    ring.forEach((a, at) => {
      const b = ring[(at + 1) % ring.length]!;
      found.push(a, ...pointsOn(model, order, lons, a, b));
    });
    return tidy(found);
  });
}

function pointsOn(model: Model, order: number[], lons: number[], a: number, b: number): number[] {
  const from = model.points[a]!;
  const to = model.points[b]!;
  const west = Math.min(from[0], to[0]) - NEAR;
  const east = Math.max(from[0], to[0]) + NEAR;
  const on: [number, number][] = [];
  for (let at = firstAtLeast(lons, west); at < order.length && lons[at]! <= east; at += 1) {
    const id = order[at]!;
    if (id === a || id === b) continue;
    const { t, distance } = along(model.points[id]!, from, to);
    if (t > 0 && t < 1 && distance < NEAR) on.push([t, id]);
  }
  return on.sort((x, y) => x[0] - y[0]).map(([, id]) => id);
}

function firstAtLeast(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a point stands along a segment (0 to 1) and how far from it, with degrees of longitude
 * shortened as they are at that latitude. */
function along(point: Pair, from: Pair, to: Pair): { t: number; distance: number; at: Pair } {
  const squeeze = Math.cos((point[1] * Math.PI) / 180);
  const dx = (to[0] - from[0]) * squeeze;
  const dy = to[1] - from[1];
  const px = (point[0] - from[0]) * squeeze;
  const py = point[1] - from[1];
  const length = dx * dx + dy * dy;
  const t = length ? (px * dx + py * dy) / length : 0;
  const held = Math.max(0, Math.min(1, t));
  return { t, distance: Math.hypot(px - held * dx, py - held * dy), at: [from[0] + held * (to[0] - from[0]), from[1] + held * (to[1] - from[1])] };
}

function eachRing(model: Model, change: (ring: number[], face: Face) => number[]): void {
  for (const face of model.faces) face.polygons = face.polygons.map((rings) => rings.map((ring) => change(ring, face)));
}

/** Without the same vertex twice in a row. */
function tidy(ring: number[]): number[] {
  return ring.filter((id, at) => id !== ring[(at + ring.length - 1) % ring.length] || ring.length === 1);
}

export function nearestPoint(model: Model, at: Pair, reach: number, except: number[] = []): number | null {
  const squeeze = Math.cos((at[1] * Math.PI) / 180);
  let best: number | null = null;
  let least = reach;
  for (const [key, point] of Object.entries(model.points)) {
    if (except.includes(Number(key))) continue;
    const distance = Math.hypot((point[0] - at[0]) * squeeze, point[1] - at[1]);
    if (distance < least) {
      least = distance;
      best = Number(key);
    }
  }
  return best;
}

export function nearestEdge(model: Model, at: Pair, reach: number, except: number[] = []): Edge | null {
  let best: Edge | null = null;
  let least = reach;
  for (const face of model.faces) {
    for (const ring of face.polygons.flat()) {
      ring.forEach((a, index) => {
        const b = ring[(index + 1) % ring.length]!;
        if (except.includes(a) || except.includes(b)) return;
        const found = along(at, model.points[a]!, model.points[b]!);
        if (found.distance < least) {
          least = found.distance;
          best = { a, b, at: found.at };
        }
      });
    }
  }
  return best;
}

/** A new vertex on an edge, in every shape that has this edge. */
export function insertOnEdge(model: Model, { a, b, at }: Edge, existing?: number): number {
  const id = existing ?? addPoint(model, at);
  eachRing(model, (ring) => {
    const found: number[] = [];
    ring.forEach((one, index) => {
      const next = ring[(index + 1) % ring.length]!;
      found.push(one);
      if ((one === a && next === b) || (one === b && next === a)) found.push(id);
    });
    return tidy(found);
  });
  return id;
}

export function movePoint(model: Model, id: number, [lon, lat]: Pair): void {
  model.points[id] = [round(lon), round(lat)];
}

/** One vertex becomes another; false (and nothing done) when a ring would be left with two. */
export function weld(model: Model, from: number, into: number): boolean {
  const changed = model.faces.map((face) => face.polygons.map((rings) => rings.map((ring) => tidy(ring.map((id) => (id === from ? into : id))))));
  if (changed.flat(2).some((ring) => ring.length < 3)) return false;
  model.faces.forEach((face, at) => { face.polygons = changed[at]!; });
  delete model.points[from];
  return true;
}

/** Takes a vertex out of every shape; false when a ring would be left with two. */
export function removePoint(model: Model, id: number): boolean {
  const rings = model.faces.flatMap((face) => face.polygons.flat()).filter((ring) => ring.includes(id));
  if (!rings.length || rings.some((ring) => ring.length <= 3)) return false;
  eachRing(model, (ring) => tidy(ring.filter((one) => one !== id)));
  delete model.points[id];
  return true;
}

export function addFace(model: Model, ring: number[], properties: Omit<Face, 'fresh' | 'polygons'>): Face | null {
  const tidied = tidy(ring);
  if (new Set(tidied).size < 3) return null;
  const face: Face = { ...properties, fresh: true, polygons: [[tidied]] };
  model.faces.push(face);
  return face;
}

/** Cuts a shape along a line of vertices whose ends lie on one of its outer rings. The larger part
 * keeps the face, the smaller becomes a new one; null when the line does not cut it. */
export function cutFace(model: Model, face: Face, line: number[], properties: Omit<Face, 'fresh' | 'polygons'>): Face | null {
  const first = line[0]!;
  const last = line[line.length - 1]!;
  const at = face.polygons.findIndex((rings) => rings[0]!.includes(first) && rings[0]!.includes(last));
  if (at < 0 || first === last || new Set(line).size !== line.length) return null;
  const [outer, ...holes] = face.polygons[at]! as [number[], ...number[][]];
  if (line.slice(1, -1).some((id) => outer.includes(id) || !holds(model, outer, model.points[id]!))) return null;
  const start = outer.indexOf(first);
  const turned = [...outer.slice(start), ...outer.slice(0, start)];
  const end = turned.indexOf(last);
  const inner = line.slice(1, -1);
  const one = [...turned.slice(0, end + 1), ...[...inner].reverse()];
  const other = [...turned.slice(end), turned[0]!, ...inner];
  if (new Set(one).size < 3 || new Set(other).size < 3 || !size(model, one) || !size(model, other)) return null;
  const [large, small] = size(model, one) >= size(model, other) ? [one, other] : [other, one];
  const inSmall = holes.filter((hole) => holds(model, small, model.points[hole[0]!]!));
  face.polygons[at] = [large, ...holes.filter((hole) => !inSmall.includes(hole))];
  const fresh: Face = { ...properties, fresh: true, polygons: [[small, ...inSmall]] };
  model.faces.push(fresh);
  return fresh;
}

export function size(model: Model, ring: number[]): number {
  let sum = 0;
  ring.forEach((id, at) => {
    const here = model.points[id]!;
    const next = model.points[ring[(at + 1) % ring.length]!]!;
    sum += here[0] * next[1] - next[0] * here[1];
  });
  return Math.abs(sum / 2);
}

export function holds(model: Model, ring: number[], [x, y]: Pair): boolean {
  let inside = false;
  ring.forEach((id, at) => {
    const [ax, ay] = model.points[id]!;
    const [bx, by] = model.points[ring[(at + 1) % ring.length]!]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

export function verticesOf(face: Face): number[] {
  return [...new Set(face.polygons.flat(2))];
}

export function geometryOf(model: Model, face: Face): Shape {
  const parts = face.polygons.map((rings) => rings.map((ring) => [...ring, ring[0]!].map((id) => model.points[id]!)));
  return parts.length === 1 ? { type: 'Polygon', coordinates: parts[0] } : { type: 'MultiPolygon', coordinates: parts };
}
