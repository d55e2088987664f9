// The editor's shapes: common borders stay common, whatever is done to them.
import { describe, expect, it } from 'vitest';
import { History } from '../src/islands/areaedit/history';
import {
  addFace, addPoint, build, cutFace, geometryOf, insertOnEdge, movePoint, nearestEdge, nearestPoint, removePoint, size, verticesOf, weld,
  type Feature, type Pair,
} from '../src/islands/areaedit/topology';

const box = (code: string, west: number, south: number, east: number, north: number): Feature => ({
  geometry: { type: 'Polygon', coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
  properties: { code, name: code, parent: 'P' },
});
const two = () => build([box('A', 113, 30, 113.01, 30.01), box('B', 113.01, 30, 113.02, 30.01)]);
const NEW = { code: 'N', name: '', parent: 'P' };

describe('shapes that share their vertices', () => {
  it('gives neighbours the same vertices', () => {
    const model = two();
    expect(Object.keys(model.points)).toHaveLength(6);
    const shared = verticesOf(model.faces[0]!).filter((id) => verticesOf(model.faces[1]!).includes(id));
    expect(shared).toHaveLength(2);
  });

  it('moves both borders together', () => {
    const model = two();
    const id = nearestPoint(model, [113.01, 30.01], 1e-5)!;
    movePoint(model, id, [113.012, 30.01]);
    for (const face of model.faces) expect(JSON.stringify(geometryOf(model, face))).toContain('[113.012,30.01]');
    const total = model.faces.reduce((sum, face) => sum + size(model, face.polygons[0]![0]!), 0);
    expect(total).toBeCloseTo(0.02 * 0.01, 12);
  });

  it('gives an edge the vertices of a neighbour that lie on it', () => {
    const model = build([box('A', 113, 30, 113.01, 30.01), box('B', 113.01, 30, 113.02, 30.005), box('C', 113.01, 30.005, 113.02, 30.01)]);
    expect(verticesOf(model.faces[0]!)).toHaveLength(5);
  });

  it('inserts and removes in every shape that has the edge', () => {
    const model = two();
    const edge = nearestEdge(model, [113.0101, 30.005], 1e-3)!;
    const id = insertOnEdge(model, edge);
    expect(model.faces.map((face) => verticesOf(face).length)).toEqual([5, 5]);
    expect(removePoint(model, id)).toBe(true);
    expect(model.faces.map((face) => verticesOf(face).length)).toEqual([4, 4]);
    const one = verticesOf(model.faces[0]!)[0]!;
    expect(removePoint(model, one)).toBe(true);
    expect(removePoint(model, verticesOf(model.faces[0]!)[0]!)).toBe(false);
    expect(verticesOf(model.faces[0]!)).toHaveLength(3);
  });

  it('welds two vertices and refuses what would leave a line', () => {
    const model = two();
    const [a, b, c] = model.faces[0]!.polygons[0]![0]! as [number, number, number];
    expect(weld(model, a, b)).toBe(true);
    expect(verticesOf(model.faces[0]!)).toHaveLength(3);
    expect(weld(model, b, c)).toBe(false);
    expect(model.points[b]).toBeDefined();
  });

  it('cuts a shape in two without a gap', () => {
    const model = two();
    const line = [[113.003, 30.0], [113.003, 30.01]].map((at) => insertOnEdge(model, nearestEdge(model, at as Pair, 1e-3)!));
    const middle = addPoint(model, [113.004, 30.005]);
    const [first, last] = line as [number, number];
    const made = cutFace(model, model.faces[0]!, [first, middle, last], NEW)!;
    expect(made.fresh).toBe(true);
    const sizes = [model.faces[0]!, made].map((face) => size(model, face.polygons[0]![0]!));
    expect(sizes[0]! + sizes[1]!).toBeCloseTo(1e-4, 12);
    expect(sizes[0]!).toBeGreaterThan(sizes[1]!);
    expect(verticesOf(made)).toContain(middle);
    expect(verticesOf(model.faces[0]!)).toContain(middle);
  });

  it('does not cut along a border or outside', () => {
    const model = two();
    const [a, b] = model.faces[0]!.polygons[0]![0]! as [number, number];
    const away = addPoint(model, [113.5, 30.5]);
    expect(cutFace(model, model.faces[0]!, [a, b], NEW)).toBeNull();
    expect(cutFace(model, model.faces[0]!, [a, away, b], NEW)).toBeNull();
    expect(model.faces).toHaveLength(2);
  });

  it('keeps holes on their side of a cut', () => {
    const feature = box('A', 113, 30, 113.01, 30.01);
    (feature.geometry.coordinates as Pair[][]).push([[113.001, 30.001], [113.001, 30.002], [113.002, 30.002], [113.002, 30.001], [113.001, 30.001]]);
    const model = build([feature]);
    const line = [[113.004, 30.0], [113.004, 30.01]].map((at) => insertOnEdge(model, nearestEdge(model, at as Pair, 1e-3)!));
    const made = cutFace(model, model.faces[0]!, line, NEW)!;
    expect([model.faces[0]!, made].map((face) => face.polygons[0]!.length)).toEqual([1, 2]);
  });

  it('draws a new shape on old vertices, and none of two', () => {
    const model = two();
    const [a, b] = model.faces[0]!.polygons[0]![0]! as [number, number];
    expect(addFace(model, [a, b, a], NEW)).toBeNull();
    const made = addFace(model, [a, b, addPoint(model, [113.005, 29.99])], NEW)!;
    expect((geometryOf(model, made).coordinates as Pair[][])[0]).toHaveLength(4);
  });

  it('undoes and redoes', () => {
    const history = new History();
    let model = two();
    const before = JSON.stringify(model);
    history.keep(model);
    movePoint(model, 1, [113.001, 30.001]);
    const after = JSON.stringify(model);
    model = history.undo(model)!;
    expect(JSON.stringify(model)).toBe(before);
    model = history.redo(model)!;
    expect(JSON.stringify(model)).toBe(after);
    expect(history.redo(model)).toBeNull();
  });
});
