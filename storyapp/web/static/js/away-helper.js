// Lets a collector's own phone open the page of interviews without a network. It keeps that page and our files only:
// interviews are sealed by the page itself, and no answer of the server is kept besides.
// The server puts PAGE (its address) in front of this file.
const NAME = "away";
const PATIENCE_MS = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(request));
});

async function file(request) {
  return (await caches.match(request)) || fetch(request);
}

async function page(request) {
  const kept = await (await caches.open(NAME)).match(PAGE);
  if (!kept) return fetch(request);
  const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE_MS));
  return Promise.race([fetch(request).catch(() => kept), late]);
}
