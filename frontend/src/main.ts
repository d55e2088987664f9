// Entry of every page: styles, htmx, small behaviours, and the islands that the page has.
import './styles/main.css';
import htmx from 'htmx.org';
import { behaviours, mountBehaviours } from './behaviours';
import { commonTexts, csrf, freshToken, parse, somethingWritten, toast } from './lib/dom';
import { ownProblems } from './lib/problems';

type Mount = (element: HTMLElement) => void | Promise<void>;

const ISLANDS: Record<string, () => Promise<{ mount: Mount }>> = {
  map: () => import('./islands/map'),
  charts: () => import('./islands/charts'),
  report: () => import('./islands/report'),
  photos: () => import('./islands/photos'),
  outbox: () => import('./islands/outbox'),
  desk: () => import('./islands/desk'),
  send: () => import('./islands/send'),
  filterlist: () => import('./islands/filterlist'),
  wall: () => import('./islands/wall'),
  compare: () => import('./islands/compare'),
  field: () => import('./islands/field'),
  near: () => import('./islands/near'),
  areaedit: () => import('./islands/areaedit'),
};

function mountIslands(root: ParentNode): void {
  const found = [...root.querySelectorAll<HTMLElement>('[data-island]')];
  if (root instanceof HTMLElement && root.dataset.island) found.unshift(root);
  for (const element of found) {
    const load = ISLANDS[element.dataset.island ?? ''];
    if (!load || element.dataset.mounted) continue;
    element.dataset.mounted = 'loading';
    load().then((module) => module.mount(element)).then(() => {
      element.dataset.mounted = 'ready';
    }).catch((error: unknown) => {
      delete element.dataset.mounted;
      console.error(error);
    });
  }
}

document.addEventListener('htmx:configRequest', (event) => {
  const detail = (event as CustomEvent<{ headers: Record<string, string>; formData: FormData }>).detail;
  detail.headers['X-CSRFToken'] = csrf();
  freshToken(detail.formData);
});
// A refresh in the background finds that the login has ended: the page goes, unless something is written in it.
document.addEventListener('htmx:beforeOnLoad', (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  if (xhr.status !== 401 || !somethingWritten()) return;
  event.preventDefault();
  toast(commonTexts().login ?? '', 'bad');
});
document.addEventListener('htmx:responseError', (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
  const box = document.createElement('template');
  box.innerHTML = xhr.responseText;
  const json = parse<{ message?: string }>(xhr.responseText)?.message;
  toast(json || box.content.querySelector('[role=alert]')?.textContent?.trim() || commonTexts().server || '', 'bad');
});
// Only what somebody pressed is told that it did not arrive; a suggestion or a refresh is silent.
document.addEventListener('htmx:sendError', (event) => {
  const { requestConfig } = (event as CustomEvent<{ requestConfig?: { triggeringEvent?: Event } }>).detail;
  if (['click', 'submit'].includes(requestConfig?.triggeringEvent?.type ?? '')) toast(commonTexts().network ?? '', 'bad');
});
document.addEventListener('htmx:load', (event) => {
  const element = (event as CustomEvent<{ elt: HTMLElement }>).detail.elt;
  mountIslands(element);
  mountBehaviours(element);
});

// Pages kept on a phone hold people's matters: they go when somebody logs out.
if (location.pathname.startsWith('/login') && 'caches' in window) void caches.delete('gongzhi-pages');

// Strips that scroll sideways on a phone begin with where one is.
for (const here of document.querySelectorAll<HTMLElement>('.desk-side [aria-current], .tabs-line [aria-current]')) {
  const strip = here.closest('.desk-side, .tabs-line');
  const box = here.getBoundingClientRect();
  if (strip) strip.scrollLeft += box.left + box.width / 2 - strip.getBoundingClientRect().left - strip.clientWidth / 2;
}

behaviours();
ownProblems();
mountIslands(document);
mountBehaviours(document);
(window as unknown as { htmx: typeof htmx }).htmx = htmx;
