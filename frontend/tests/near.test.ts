// The comparison of a place on the phone: yes or no leaves it, no coordinates.
import { describe, expect, it } from 'vitest';
import { metresBetween } from '../src/islands/near';

describe('near', () => {
  it('measures metres between two points', () => {
    expect(metresBetween(118.7, 40, 118.7, 40)).toBe(0);
    expect(Math.round(metresBetween(118.7, 40, 118.7, 40.001))).toBe(111);
    expect(Math.round(metresBetween(0, 0, 180, 0) / 1000)).toBe(20015);
  });
});
