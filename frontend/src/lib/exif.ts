// Reads the place of a JPEG before the photo is scaled (scaling drops all metadata).

/** Decimal degrees {lon, lat} (WGS84) from a JPEG's EXIF, or null when it has none. */
export function exifPlace(buffer: ArrayBuffer): { lon: number; lat: number } | null {
  try {
    return readPlace(new DataView(buffer));
  } catch {
    return null; // a cut or odd file has no place, which is no error
  }
}

function readPlace(view: DataView): { lon: number; lat: number } | null {
  if (view.getUint16(0) !== 0xffd8) return null;
  let offset = 2;
  while (offset + 4 < view.byteLength) {
    const marker = view.getUint16(offset);
    if (marker === 0xffe1 && view.getUint32(offset + 4) === 0x45786966) return readTiff(view, offset + 10);
    if ((marker & 0xff00) !== 0xff00 || marker === 0xffda) return null;
    offset += 2 + view.getUint16(offset + 2);
  }
  return null;
}

function readTiff(view: DataView, start: number): { lon: number; lat: number } | null {
  const little = view.getUint16(start) === 0x4949;
  const first = start + view.getUint32(start + 4, little);
  const gps = entry(view, first, 0x8825, little);
  if (gps === null) return null;
  const directory = start + view.getUint32(gps + 8, little);
  const lat = degrees(view, start, directory, 0x0002, little);
  const lon = degrees(view, start, directory, 0x0004, little);
  if (lat === null || lon === null) return null;
  const south = letter(view, directory, 0x0001, little) === 'S';
  const west = letter(view, directory, 0x0003, little) === 'W';
  const place = { lon: west ? -lon : lon, lat: south ? -lat : lat };
  const real = Math.abs(place.lat) <= 90 && Math.abs(place.lon) <= 180 && (place.lat !== 0 || place.lon !== 0);
  return real ? place : null;
}

function entry(view: DataView, directory: number, tag: number, little: boolean): number | null {
  const count = view.getUint16(directory, little);
  for (let index = 0; index < count; index += 1) {
    const at = directory + 2 + index * 12;
    if (view.getUint16(at, little) === tag) return at;
  }
  return null;
}

function letter(view: DataView, directory: number, tag: number, little: boolean): string {
  const at = entry(view, directory, tag, little);
  return at === null ? '' : String.fromCharCode(view.getUint8(at + 8));
}

function degrees(view: DataView, start: number, directory: number, tag: number, little: boolean): number | null {
  const at = entry(view, directory, tag, little);
  if (at === null) return null;
  const values = start + view.getUint32(at + 8, little);
  const part = (index: number): number => {
    const bottom = view.getUint32(values + index * 8 + 4, little);
    return bottom === 0 ? 0 : view.getUint32(values + index * 8, little) / bottom;
  };
  return part(0) + part(1) / 60 + part(2) / 3600;
}
