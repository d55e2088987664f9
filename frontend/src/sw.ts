// The field front without a network: built files from the cache, pages and today's list from the
// network first and from the cache when it is absent or slow. Django puts GONGZHI_SHELL above.
declare const self: ServiceWorkerGlobalScope & { GONGZHI_SHELL: { version: string; shell: string[]; pages: string[] } };

const { version, shell, pages } = self.GONGZHI_SHELL;
const FILES = `gongzhi-files-${version}`;
const PAGES = 'gongzhi-pages'; // the page of /login/ deletes it by this name
const PATIENCE = 4000;
const MOST_PAGES = 160;
const NEVER = ['/field/sw.js', '/field/outbox', '/field/manifest.webmanifest', '/field/today.json'];

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const files = await caches.open(FILES);
    await Promise.all(shell.map((url) => files.add(url).catch(() => undefined)));
    await Promise.all(pages.map((url) => keep(url)));
    await self.skipWaiting();
  })());
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('gongzhi-files-') && name !== FILES) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener('message', (event) => {
  const data = event.data as { type?: string; urls?: string[] };
  if (data.type === 'keep' && Array.isArray(data.urls)) event.waitUntil(keepAll(data.urls.slice(0, MOST_PAGES)));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/field/') && !NEVER.includes(url.pathname)) event.respondWith(page(request, url));
  else if (url.pathname.includes('/dist/') || url.pathname.includes('/static/web/')) event.respondWith(file(request));
});

async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) void (await caches.open(FILES)).put(request, fresh.clone());
  return fresh;
}

/** A page: the network when it answers in time, else the kept one, else the page that says so. */
async function page(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(PAGES);
  const key = url.pathname + url.search;
  const network = fetch(request).then(async (response) => {
    if (mayKeep(response)) await cache.put(key, response.clone());
    return response;
  });
  const kept = await cache.match(key, { ignoreVary: true });
  try {
    if (!kept) return await network;
    const late = new Promise<Response>((done) => setTimeout(() => done(kept.clone()), PATIENCE));
    return await Promise.race([network, late]);
  } catch {
    if (kept) return kept;
    const offline = request.mode === 'navigate' ? await cache.match('/field/offline/', { ignoreVary: true }) : undefined;
    return offline ?? Response.error();
  } finally {
    network.catch(() => undefined);
  }
}

function mayKeep(response: Response): boolean {
  return response.status === 200 && response.type === 'basic' && !response.redirected;
}

async function keep(url: string): Promise<void> {
  try {
    const response = await fetch(url, { credentials: 'same-origin' });
    if (mayKeep(response)) await (await caches.open(PAGES)).put(url, response);
  } catch {
    // Kept at the next chance.
  }
}

async function keepAll(urls: string[]): Promise<void> {
  for (const url of urls) if (url.startsWith('/field/')) await keep(url);
  const cache = await caches.open(PAGES);
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PAGES))) {
    if (!pages.includes(new URL(old.url).pathname)) await cache.delete(old);
  }
}

export {};
