// The page on which one notes what is seen on a walk, with or without a network.
//
// What is written is kept in the phone with each key and sent once. Without a network the service worker shows a
// shell about nobody, and this module puts the page that was kept there. Without this script the form is sent as
// it is.

import { findPersonalData } from "../reporting/personal_data.js";
import { newId } from "../reporting/reports.js";
import { listenToMap, mark } from "./finding_map.js";
import { sendWaiting } from "./sender.js";
import { findingsOf, changeFinding, forgetFinding, forgetOld, keepFinding, keepPage, lastAccount, pagesOf } from "./store.js";
import { showWaiting } from "./waiting.js";

const SCOPE = "/trygghetsvandringar/";
const RETRY_MS = 15_000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "client_id"]);
const WRITTEN = ["text", "place", "point", "proposal"];
const EMPTIED = [...WRITTEN, "seriousness", "repeats"];

const root = document.getElementById("notering");
const isShell = "shell" in root.dataset;
let form = null;
let words = {};
let here = {};
let keeping = Promise.resolve();
let shown = "";
let begunAt = 0;

async function start() {
  await forgetOld(Date.now());
  if (isShell) {
    if (!(await showKept())) return;
  } else {
    here = { account: root.dataset.account, walk: root.dataset.walk };
    await keepPage({ ...here, title: document.title, html: asKept(), keptAt: Date.now() });
  }
  form = document.getElementById("fynd");
  if (!form) return;
  words = wordsOf(document.getElementById("ord"));
  // The number in the kept page is the same each time it is opened; a new finding must have a new one.
  form.elements.client_id.value = newId();
  begunAt = Date.now();
  await takeUpDraft();
  listen();
  await show();
  root.dataset.ready = "true";
  await send();
  await sayPrepared();
}

/** Return the page as it came, without what belongs to the session. */
function asKept() {
  const copy = root.cloneNode(true);
  copy.querySelector("[name=csrfmiddlewaretoken]")?.remove();
  return copy.innerHTML;
}

/** In the shell: put the kept page of the walk in the address there, or tell which walks there are. */
async function showKept() {
  const account = await lastAccount();
  const pages = account ? await pagesOf(account) : [];
  const walk = window.location.pathname.slice(SCOPE.length).split("/")[0];
  const page = pages.find((kept) => kept.walk === walk);
  if (!page) {
    tellOfPages(pages);
    return false;
  }
  here = { account, walk };
  // The server made it, and its policy lets nothing in it run.
  const kept = document.createElement("template");
  kept.innerHTML = page.html;
  root.replaceChildren(kept.content);
  document.title = page.title;
  document.querySelector("h1").textContent = page.title;
  return true;
}

function tellOfPages(pages) {
  for (const page of pages) {
    const link = document.createElement("a");
    link.href = `${SCOPE}${page.walk}/notera/`;
    link.textContent = page.title;
    const line = document.createElement("li");
    line.append(link);
    root.querySelector("ul").append(line);
  }
  root.querySelector(pages.length ? "[data-some]" : "[data-none]").hidden = false;
  root.dataset.ready = "true";
}

function wordsOf(list) {
  return Object.fromEntries([...list.content.querySelectorAll("data")].map((word) => [word.value, word.textContent]));
}

// --- What is written ----------------------------------------------------------------------------

async function mine() {
  return (await findingsOf(here.account)).filter((finding) => finding.walk === here.walk);
}

/** Go on with the latest draft, as it was when the page went away. */
async function takeUpDraft() {
  const draft = (await mine()).findLast((finding) => finding.state === "draft");
  if (draft) fill(draft);
}

function fill(finding) {
  for (const name of EMPTIED) if (form.elements[name]) form.elements[name].value = "";
  for (const [name, value] of Object.entries(finding.fields)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  form.elements.client_id.value = finding.id;
  begunAt = finding.createdAt ?? Date.now();
  mark(document.getElementById("karta"), form.elements.point.value);
}

function empty() {
  fill({ id: newId(), fields: {} });
  tellFaults({});
}

function fieldsOf() {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !LEFT_OUT.has(name)));
}

function isWritten() {
  return WRITTEN.some((name) => form.elements[name].value.trim());
}

/** Keep what stands in the form as it is now; one at a time, so that an older text never comes last. */
function keepForm(state) {
  const finding = { ...here, id: form.elements.client_id.value, state, fields: fieldsOf(), createdAt: begunAt };
  const isEmpty = state === "draft" && !isWritten();
  keeping = keeping.then(() => (isEmpty ? forgetFinding(finding.id) : keepFinding(finding)));
  return keeping;
}

async function typed() {
  mark(document.getElementById("karta"), form.elements.point.value);
  await keepForm("draft");
  say(isWritten() ? words.kept : "");
}

async function submitted(event) {
  event.preventDefault();
  const faults = faultsOf(fieldsOf());
  tellFaults(faults);
  if (Object.keys(faults).length) {
    await keepForm("draft");
    return;
  }
  await keepForm("queued");
  empty();
  say("");
  await show();
  form.elements.text.focus();
  await send();
}

/** What is plainly missing, and the surest signs of personal data: told at once, with or without a network. */
function faultsOf(fields) {
  const faults = {};
  if (!fields.aspect) faults.aspect = words["needs-aspect"];
  if (!fields.text.trim()) faults.text = words["needs-text"];
  if (!fields.place.trim() && !fields.point.trim()) faults.place = words["needs-place"];
  if (fields.is_good !== "bra" && !fields.seriousness) faults.seriousness = words["needs-seriousness"];
  for (const name of ["text", "place", "proposal"]) {
    const found = findPersonalData(fields[name]);
    if (found.length && !faults[name]) faults[name] = found.map((data) => data.why).join(" ");
  }
  return faults;
}

function tellFaults(faults) {
  const box = document.getElementById("fel");
  box.hidden = Object.keys(faults).length === 0;
  box.querySelector("ul").replaceChildren(
    ...Object.entries(faults).map(([name, text]) => {
      const link = document.createElement("a");
      link.href = `#id_${name}`;
      link.textContent = text;
      const line = document.createElement("li");
      line.append(link);
      return line;
    }),
  );
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const name of Object.keys(faults)) form.elements[name].setAttribute?.("aria-invalid", "true");
  if (!box.hidden) box.focus();
}

// --- What waits ---------------------------------------------------------------------------------

async function show() {
  const now = form.elements.client_id.value;
  const findings = (await mine()).filter((finding) => finding.id !== now);
  document.getElementById("nat").hidden = navigator.onLine && !isShell;
  // Drawn anew only when something is new, so that whoever stands on a button is left there.
  const told = JSON.stringify(findings);
  if (told === shown) return;
  shown = told;
  showWaiting(document.getElementById("vantar"), findings, words, { edit, toss, untoss });
}

/** Put a finding back in the form; it keeps its id, so that it is still counted once. */
async function edit(finding) {
  await keeping;
  await changeFinding(finding.id, (kept) => (kept.state === "sent" ? null : { ...kept, state: "draft" }));
  fill(finding);
  tellFaults({});
  await show();
  form.elements.text.focus();
}

async function toss({ id }) {
  await changeFinding(id, (kept) => (kept.state === "sent" ? null : { ...kept, state: "thrown", thrownAt: Date.now() }));
  await show();
}

async function untoss({ id }) {
  await changeFinding(id, (kept) => ({ ...kept, state: "draft" }));
  await show();
}

async function send() {
  const { reason } = await sendWaiting(here.account);
  await show();
  if (["offline", "busy"].includes(reason)) await askForBackgroundSync();
}

/** Let the browser send later, also when the page is closed; where it cannot, the page sends when it is opened. */
async function askForBackgroundSync() {
  const ready = await navigator.serviceWorker?.getRegistration(SCOPE);
  await ready?.sync?.register("skicka").catch(() => null);
}

function say(text) {
  document.getElementById("nyheter").textContent = text;
}

/** Tell whether the page can be opened without a network from now on. */
async function sayPrepared() {
  const place = document.getElementById("forberedd");
  place.textContent = words.preparing;
  const isThere = await registration;
  if (isThere) await navigator.serviceWorker.ready;
  place.textContent = isThere ? words.prepared : words.unprepared;
}

// --- Begin --------------------------------------------------------------------------------------

function whereIAm() {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.point.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
      typed();
    },
    () => say(words["no-place"]),
    { enableHighAccuracy: true, timeout: 20_000 },
  );
}

function listen() {
  form.addEventListener("submit", submitted);
  form.addEventListener("input", typed);
  const map = document.getElementById("karta");
  if (map) listenToMap(map, form.elements.point);
  const button = document.getElementById("har");
  if (navigator.geolocation) {
    button.hidden = false;
    button.addEventListener("click", whereIAm);
  }
  window.addEventListener("online", send);
  window.addEventListener("offline", show);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  navigator.serviceWorker?.addEventListener("message", show);
  setInterval(send, RETRY_MS);
}

const registration = navigator.serviceWorker?.register(`${SCOPE}arbetare.js`, { scope: SCOPE }).catch(() => null);
start().catch((error) => {
  // A browser that keeps nothing, such as some private windows: the form is sent as it is.
  root.querySelector("[data-none]")?.removeAttribute("hidden");
  throw error;
});
