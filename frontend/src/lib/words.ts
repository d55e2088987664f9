import { fill, type Texts } from './dom';

const UNITS: [number, string][] = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']];

/** The two largest units of a number of seconds, in the page's words: 1天2小时. */
export function durationWords(seconds: number, texts: Texts): string {
  let rest = Math.max(1, Math.floor(Math.abs(seconds)));
  const parts: string[] = [];
  for (const [size, name] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(fill(texts[name] ?? `{n} ${name}`, { n: count }));
    else if (parts.length) break;
    if (parts.length === 2) break;
  }
  return parts.join(document.documentElement.lang.startsWith('zh') ? '' : ' ');
}

/** Hours and minutes of a moment on the clocks of the city. */
export function clockWords(moment: Date, withSeconds = false): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', second: withSeconds ? '2-digit' : undefined, hour12: false,
  });
  return parts.format(moment);
}
