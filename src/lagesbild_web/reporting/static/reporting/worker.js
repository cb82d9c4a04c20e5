// The service worker: opens the page without a network, and sends what is waiting when the network is back.
//
// The server puts NAME, VERSION, SHELL, SHELL_PAGE, EXTRA, HURRIED and the modules that are used before this file (see
// reporting/worker.py). Safety walks have a worker of their own made with this file.
// It keeps the page's shell and its own files, nothing that anybody has written and nothing about anybody.

/* global NAME, VERSION, SHELL, SHELL_PAGE, EXTRA, HURRIED, lastAccount, sendWaiting */

const CACHE = `${NAME}-${VERSION}`;
const PATIENCE_MS = 4_000;

self.addEventListener("install", (event) => {
  const fresh = (address) => new Request(address, { cache: "reload", credentials: "omit" });
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([SHELL_PAGE, ...SHELL].map(fresh)))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(`${NAME}-`) && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    event.respondWith(pageOrShell(request));
  } else if (SHELL.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request.url).then((kept) => kept ?? fetch(request)));
  } else if (EXTRA.includes(new URL(request.url).pathname)) {
    event.respondWith(keptOrKeep(request));
  }
});

/** What is good to have is large: it is kept when somebody first asks for it, and holds nothing else up. */
async function keptOrKeep(request) {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request.url, answer.clone());
  return answer;
}

/** The network's page; when it does not come, the shell, in which the phone's own drafts are shown. */
async function pageOrShell(request) {
  const shell = async () => (await caches.match(SHELL_PAGE)) ?? Response.error();
  const page = fetch(request).catch(shell);
  if (!new RegExp(HURRIED).test(new URL(request.url).pathname)) return page;
  // Whoever is about to report should not wait for a network that is barely there.
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(shell);
  return Promise.race([page, slow]);
}

self.addEventListener("sync", (event) => {
  if (event.tag === "skicka") event.waitUntil(sendInBackground());
});

async function sendInBackground() {
  const account = await lastAccount();
  if (!account) return;
  const { reason } = await sendWaiting(account, { isPatient: false });
  const windows = await self.clients.matchAll({ type: "window" });
  for (const client of windows) client.postMessage({ kind: "sent", reason });
  // The browser tries again, later and later, when the promise is broken.
  if (reason === "offline") throw new Error("Nätet är borta.");
}
