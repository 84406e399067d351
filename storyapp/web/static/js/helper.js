// Helps a phone that its teller called their own: a page instead of the browser's error while there is no network, and
// the last press is sent when the page is closed. It keeps our own files and that press: never a word of a story.
// The server puts FILES (what the page without network needs) and PAGES (that page, by language) in front of this file.
const NAME = "telling";
const STORED = "last-press";
const TRIES_MS = [0, 500, 1500];
const AS_IT_IS = /^\/telling\/(leave|put-away|receipt\.png|helper\.js)$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((files) => files.addAll([...FILES, ...Object.values(PAGES)])));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && !AS_IT_IS.test(address.pathname)) event.respondWith(page(request));
});

self.addEventListener("message", ({ data }) => {
  if (data.language) write("language", data.language);
  if (data.sent) erase("send");
  if (data.send) write("send", data.send).then(() => self.registration.sync && self.registration.sync.register("send"));
});

self.addEventListener("sync", (event) => event.waitUntil(send_kept()));

async function file(request) {
  return (await caches.match(request)) || tried(request);
}

async function page(request) {
  try {
    return await tried(request);
  } catch {
    const files = await caches.open(NAME);
    return files.match(PAGES[(await read("language")) || "ru"] || PAGES.ru);
  }
}

async function tried(request) {
  let trouble;
  for (const wait of TRIES_MS) {
    await new Promise((done) => setTimeout(done, wait));
    try {
      return await fetch(request.clone());
    } catch (error) {
      trouble = error;
    }
  }
  throw trouble;
}

// Where this fails the browser asks again by itself, with longer and longer pauses.
async function send_kept() {
  const kept = await read("send");
  if (!kept) return;
  const headers = { "X-Resend": "1", "Content-Type": "application/x-www-form-urlencoded" };
  const answer = await fetch(kept.address, { method: "POST", body: kept.body, headers });
  if (answer.status >= 500 || answer.status === 429) throw new Error("later");
  await erase("send");
}

const read = (name) => stored("readonly", (kept) => kept.get(name));
const write = (name, value) => stored("readwrite", (kept) => kept.put(value, name));
const erase = (name) => stored("readwrite", (kept) => kept.delete(name));

function stored(mode, act) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORED);
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const doing = opening.result.transaction(STORED, mode);
      const asked = act(doing.objectStore(STORED));
      doing.oncomplete = () => {
        opening.result.close();
        done(asked.result);
      };
      doing.onabort = () => fail(doing.error);
    };
  });
}
