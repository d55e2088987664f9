import { exifPlace } from './exif';

const LONGEST = 1920;

export interface Prepared {
  file: File;
  place: { lon: number; lat: number } | null;
}

const HEIC = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

/** Whether a file is a photo by what is in it: the browser shows it, or it is a HEIC by its head
 * (most browsers cannot show that, the server can read it). */
export async function isPhoto(file: File): Promise<boolean> {
  if (!file.size) return false;
  const head = String.fromCharCode(...new Uint8Array(await file.slice(4, 12).arrayBuffer()));
  if (head.startsWith('ftyp') && HEIC.includes(head.slice(4))) return true;
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image.naturalWidth > 0;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Scales a photo to 1920 px and takes its place first. What the browser cannot read
 * (HEIC on most phones) is sent as it is; the server reads it. */
export async function prepare(file: File): Promise<Prepared> {
  const place = exifPlace(await file.slice(0, 262_144).arrayBuffer());
  const scaled = await downscale(file).catch(() => null);
  return { file: scaled ?? file, place };
}

async function downscale(file: File): Promise<File | null> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const ratio = Math.min(1, LONGEST / Math.max(width, height));
    if (ratio === 1 && file.size < 900_000) return null;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    canvas.width = 0;
    if (!blob || blob.size >= file.size) return null;
    return new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A version 4 UUID, also where `crypto.randomUUID` is missing (plain http, old phones). */
export function uuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
