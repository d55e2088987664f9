// Writes src/gongzhi/web/static/web/icons.svg, one <symbol> an icon, from Tabler Icons (MIT).
// The sprite is in git, so a build needs no icon package. To add an icon: add a line here, then
//   npm install --no-save @tabler/icons && npm run icons
import { readFileSync, writeFileSync, existsSync } from 'node:fs';
import { resolve, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ICONS = {
  alert: 'alert-triangle', ambulance: 'ambulance', archive: 'archive', arrow: 'arrow-right', back: 'arrow-left',
  bell: 'bell', bolt: 'bolt', book: 'book', building: 'building', buildings: 'building-community', bulb: 'bulb',
  calendar: 'calendar', camera: 'camera', car: 'car', chart: 'chart-line', check: 'check', checks: 'checks',
  chevron: 'chevron-right', clock: 'clock', close: 'x', 'cloud-off': 'cloud-off', copy: 'copy', dots: 'dots',
  download: 'download', droplet: 'droplet', edit: 'edit', eye: 'eye', 'eye-off': 'eye-off', filter: 'filter',
  fire: 'flame', flag: 'flag', gauge: 'gauge', gavel: 'gavel', hand: 'hand-stop', hammer: 'hammer', heart: 'heart',
  hexagons: 'hexagons', home: 'home', inbox: 'inbox', info: 'info-circle', leaf: 'leaf', link: 'link', list: 'list',
  lock: 'lock', login: 'login', logout: 'logout', manhole: 'circle-dot', map: 'map', merge: 'git-merge',
  message: 'message', minus: 'minus', navigate: 'navigation', note: 'note', noise: 'volume', paw: 'paw',
  pause: 'player-pause', people: 'users', phone: 'phone', photo: 'photo', pin: 'map-pin', plus: 'plus',
  refresh: 'refresh', road: 'road', scale: 'scale', screen: 'device-desktop', search: 'search', send: 'send',
  settings: 'settings', share: 'share', shield: 'shield', siren: 'urgent', snow: 'snowflake', split: 'arrows-split-2',
  star: 'star', store: 'building-store', sun: 'sun', target: 'target', thermometer: 'temperature', 'thumb-down': 'thumb-down',
  'thumb-up': 'thumb-up', tool: 'tool', trash: 'trash', tree: 'tree', truck: 'truck', undo: 'arrow-back-up',
  upload: 'upload', user: 'user', vote: 'checkbox', whistle: 'speakerphone', wifi: 'wifi', wind: 'wind',
  face: 'mood-smile', 'face-flat': 'mood-empty', 'face-sad': 'mood-sad', locate: 'current-location',
};

const here = dirname(fileURLToPath(import.meta.url));
const source = resolve(here, '../node_modules/@tabler/icons/icons/outline');
const target = resolve(here, '../../src/gongzhi/web/static/web/icons.svg');
const symbols = [];
for (const [name, file] of Object.entries(ICONS).sort()) {
  const path = resolve(source, `${file}.svg`);
  if (!existsSync(path)) throw new Error(`No icon ${file} in @tabler/icons: run npm install --no-save @tabler/icons`);
  const svg = readFileSync(path, 'utf8').replace(/<!--[\s\S]*?-->/g, '');
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '').replace(/\s*\n\s*/g, '').trim();
  symbols.push(`<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`);
}
writeFileSync(target, `<!-- Tabler Icons, MIT licence, copyright Pawel Kuna -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
console.log(`${symbols.length} icons`);
