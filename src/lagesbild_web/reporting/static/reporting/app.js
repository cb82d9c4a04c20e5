// The page for reporting: chooses the view, keeps the phone's lists fresh, and sends what is waiting.

import { el } from "./dom.js";
import { editView } from "./edit_view.js";
import { findPersonalData } from "./personal_data.js";
import { isOpen } from "./reports.js";
import { sendWaiting } from "./sender.js";
import { startView } from "./start_view.js";
import { forgetOld, keepLists, lastAccount, listsOf, readReport, reportsOf } from "./store.js";

const root = document.getElementById("rapport-app");
const SCOPE = "/rapportera/";
const MAP_AHEAD_MS = 3_000;
const { lists, check, mine, logIn, whoAmI, worker } = root.dataset;

const app = {
  account: null,
  lists: null,
  reports: [],
  isOnline: navigator.onLine,
  addresses: { lists, check, mine, logIn, whoAmI },
  nameOf: (code) => app.lists.categories.find((category) => category.code === code)?.name ?? "Kategori som inte finns längre",
  open: (id) => (window.location.hash = id),
  close: () => {
    if (window.location.hash) window.history.pushState(null, "", SCOPE);
    return draw();
  },
  refresh: draw,
  send,
  personalDataIn,
};

let timer = 0;

/** Return the sentence that stops a text with personal data; a motive lets it through, to be judged by the server. */
function personalDataIn({ text, motive }) {
  if (motive.trim()) return "";
  const found = findPersonalData(text);
  const characters = [...text];
  const told = found.map((data) => `”${characters.slice(data.start, data.end).join("")}”: ${data.why}`);
  return told.length ? `${told.join(" ")} Måste orden stå kvar? Skriv varför i rutan för skäl.` : "";
}

async function start() {
  app.account = root.dataset.account || (await lastAccount());
  if (!app.account) return showNote("Logga in en gång med nät. Sedan går det att rapportera utan nät.", true);
  await forgetOld(Date.now());
  app.lists = await listsOf(app.account);
  const fresh = refreshLists();
  if (!app.lists) await fresh;
  if (!app.lists) return showNote("Listorna med kategorier och platser finns inte i telefonen. Öppna sidan när du har nät.");
  document.querySelector("[data-plain-form]")?.remove();
  listen();
  await draw();
  navigator.storage?.persist?.();
  setTimeout(fetchMapAhead, MAP_AHEAD_MS);
  // Whoever has just logged in should not wait for what was tried while they were logged out.
  return send({ isPatient: !root.dataset.account });
}

/** Let the worker keep the better map, so that it is there without a network; not for those who save on data. */
function fetchMapAhead() {
  const isSparing = navigator.connection?.saveData;
  if (!isSparing && navigator.serviceWorker?.controller) fetch(root.dataset.openLayers).catch(() => null);
}

function showNote(text, canLogIn = false) {
  root.replaceChildren(
    el("div", { class: "box" }, el("p", {}, text), canLogIn && el("p", {}, el("a", { class: "button", href: logIn }, "Logga in"))),
  );
}

async function refreshLists() {
  try {
    const answer = await fetch(lists, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) return;
    const found = await answer.json();
    if (found.account !== app.account) return;
    app.lists = found;
    await keepLists(found);
  } catch {
    // Without a network, the phone's own lists stand.
  }
}

function listen() {
  window.addEventListener("hashchange", draw);
  window.addEventListener("online", () => online(true));
  window.addEventListener("offline", () => online(false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  navigator.serviceWorker?.addEventListener("message", ({ data }) => data.kind === "sent" && drawUnlessWriting());
}

async function online(is) {
  app.isOnline = is;
  await drawUnlessWriting();
  if (is) await send({ isPatient: false });
}

/** Draw again, but never under the fingers of somebody who is writing. */
async function drawUnlessWriting() {
  if (!window.location.hash && !root.contains(document.activeElement?.closest("input, textarea"))) await draw();
}

async function draw() {
  for (const note of document.querySelectorAll("[data-no-network]")) note.hidden = app.isOnline;
  app.reports = await reportsOf(app.account);
  const wanted = window.location.hash.slice(1);
  const report = wanted ? await readReport(wanted) : null;
  const view = report && report.account === app.account && isOpen(report) && !report.zero ? editView(app, report) : startView(app);
  document.body.dataset.view = view.classList.contains("edit") ? "edit" : "start";
  root.replaceChildren(view);
  root.dataset.ready = "true";
}

async function send({ isPatient = true } = {}) {
  clearTimeout(timer);
  const { reason, at } = await sendWaiting(app.account, { isPatient });
  await drawUnlessWriting();
  if (reason === "later") timer = setTimeout(send, Math.max(1_000, at - Date.now()));
  if (reason === "offline") timer = setTimeout(send, 30_000);
  if (reason !== "done") await askForBackgroundSync();
}

/** Let the browser send later, also when the page is closed; where it cannot, the page sends when it is opened. */
async function askForBackgroundSync() {
  const ready = await navigator.serviceWorker?.getRegistration(SCOPE);
  await ready?.sync?.register("skicka").catch(() => null);
}

navigator.serviceWorker?.register(worker, { scope: SCOPE }).catch(() => null);
start().catch((error) => {
  // A browser that keeps nothing, such as some private windows: the plain form works everywhere.
  document.querySelector("[data-plain-form]")?.classList.add("is-needed");
  throw error;
});
