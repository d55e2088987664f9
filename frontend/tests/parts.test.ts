import { describe, expect, it } from 'vitest';
import { classesFor, classOf } from '../src/islands/map/classes';
import { apart } from '../src/islands/map/names';
import { fill } from '../src/lib/dom';
import { exifPlace } from '../src/lib/exif';
import { uuid } from '../src/lib/photos';
import { durationWords } from '../src/lib/words';

const TEXTS = { day: '{n}天', hour: '{n}小时', minute: '{n}分', second: '{n}秒' };

/** A JPEG head with one EXIF GPS directory, in the given byte order. */
function jpegAt(lat: number, lon: number, little: boolean): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(220));
  const start = 12;
  const u16 = (at: number, value: number) => view.setUint16(start + at, value, little);
  const u32 = (at: number, value: number) => view.setUint32(start + at, value, little);
  view.setUint16(0, 0xffd8);
  view.setUint16(2, 0xffe1);
  view.setUint16(4, 200);
  view.setUint32(6, 0x45786966);
  view.setUint16(start, little ? 0x4949 : 0x4d4d);
  u16(2, 42); u32(4, 8);
  u16(8, 1); u16(10, 0x8825); u16(12, 4); u32(14, 1); u32(18, 26);
  u16(26, 4);
  const letter = (at: number, tag: number, text: string) => { u16(at, tag); u16(at + 2, 2); u32(at + 4, 2); view.setUint8(start + at + 8, text.charCodeAt(0)); };
  const degrees = (at: number, tag: number, where: number, value: number) => {
    u16(at, tag); u16(at + 2, 5); u32(at + 4, 3); u32(at + 8, where);
    const whole = Math.floor(value);
    const minutes = Math.floor((value - whole) * 60);
    const seconds = Math.round(((value - whole) * 60 - minutes) * 60 * 1000);
    [[whole, 1], [minutes, 1], [seconds, 1000]].forEach(([top, bottom], index) => { u32(where + index * 8, top!); u32(where + index * 8 + 4, bottom!); });
  };
  letter(28, 1, lat < 0 ? 'S' : 'N'); degrees(40, 2, 90, Math.abs(lat));
  letter(52, 3, lon < 0 ? 'W' : 'E'); degrees(64, 4, 120, Math.abs(lon));
  return view.buffer;
}

describe('parts', () => {
  it('reads the place of a photo in both byte orders', () => {
    for (const little of [true, false]) {
      const place = exifPlace(jpegAt(45.0123, 124.0345, little));
      expect(place?.lat).toBeCloseTo(45.0123, 4);
      expect(place?.lon).toBeCloseTo(124.0345, 4);
      expect(exifPlace(jpegAt(-33.5, -70.25, little))).toEqual({ lat: -33.5, lon: -70.25 });
    }
  });

  it('finds no place in what is no photo', () => {
    expect(exifPlace(new ArrayBuffer(0))).toBeNull();
    expect(exifPlace(new TextEncoder().encode('not a photo at all').buffer as ArrayBuffer)).toBeNull();
    expect(exifPlace(jpegAt(45, 124, true).slice(0, 60))).toBeNull();
  });

  it('classes of counts', () => {
    const classes = classesFor([0, 3, 12, null], null);
    expect(classes.map((one) => one.label)).toEqual(['0', '1–3', '4–6', '7–9', '10–12']);
    expect([0, 1, 3, 4, 12].map((value) => classOf(value, classes))).toEqual(['0', '1', '1', '2', '4']);
    expect(classesFor([null], null)).toEqual([]);
    expect(classOf(0.05, [{ from: 0, label: '', tone: '1' }, { from: 0.1, label: '', tone: '4' }])).toBe('1');
  });

  it('durations in two units', () => {
    document.documentElement.lang = 'zh-Hans-CN';
    expect(durationWords(93_600, TEXTS)).toBe('1天2小时');
    expect(durationWords(-1100, TEXTS)).toBe('18分20秒');
    expect(durationWords(86_400, TEXTS)).toBe('1天');
  });

  it('sentences and keys', () => {
    expect(fill('第{n}步，共{total}步', { n: 1, total: 3 })).toBe('第1步，共3步');
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('names on the map', () => {
  it('leaves out what would lie over a name before it', () => {
    const names = [
      { text: '朋普镇', x: 100, y: 50 }, { text: '江边乡', x: 130, y: 55 },
      { text: '福城街道', x: 130, y: 90 }, { text: 'Town', x: 300, y: 50 },
    ];
    expect(apart(names, 20).map((one) => one.text)).toEqual(['朋普镇', '福城街道', 'Town']);
    expect(apart(names, 8)).toHaveLength(4);
  });
});
