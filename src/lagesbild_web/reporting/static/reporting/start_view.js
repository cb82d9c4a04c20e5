// The first view: what has happened, and what is in the phone.

import { announce, button, couldKeep, el, icon } from "./dom.js";
import { isOpen, newReport, stateText, titleOf } from "./reports.js";
import { changeReport, keepReport, lastFunction } from "./store.js";
import { categoryChoices } from "./parts.js";
import { zeroForm } from "./zero_form.js";

const ICONS = {
  draft: "file-pen",
  queued: "cloud-upload",
  sent: "circle-check",
  faulty: "triangle-alert",
  thrown: "trash-2",
};

/** Return the view; `app` is what app.js shares with its views. */
export function startView(app) {
  const begin = async (category) => {
    const report = newReport(app.lists, Date.now(), { category, lastFunction: await lastFunction(app.account) });
    if (await couldKeep(() => keepReport(report))) app.open(report.id);
  };
  const writeZero = (event) => event.target.closest("section").replaceChildren(zeroForm(app));
  return el(
    "div",
    {},
    el("p", { class: "urgent" }, icon("phone"), "Pågår det just nu? Ring 112. Rapporten läses inte direkt."),
    app.reports.some((report) => report.state !== "sent") && phoneList(app),
    el("section", {}, el("h2", {}, "Vad har hänt?"), categoryChoices(app.lists, begin, "ny")),
    el(
      "section",
      { class: "nothing" },
      button("Inget att rapportera", writeZero, { quiet: true, iconName: "circle-check" }),
    ),
    !app.reports.some((report) => report.state !== "sent") && app.reports.length > 0 && phoneList(app),
    el("p", {}, el("a", { href: app.addresses.mine }, "Mina rapporter: vad som hände sedan")),
  );
}

function phoneList(app) {
  return el(
    "section",
    { "aria-labelledby": "i-telefonen" },
    el("h2", { id: "i-telefonen" }, "I telefonen"),
    el("ul", { class: "outbox" }, app.reports.map((report) => line(app, report))),
  );
}

function line(app, report) {
  const words = stateText(report, { now: Date.now(), isOnline: app.isOnline });
  return el(
    "li",
    { class: `is-${report.state}`, "data-report": report.id },
    icon(ICONS[report.state]),
    el(
      "div",
      {},
      el("strong", {}, titleOf(report, app.nameOf)),
      el("span", { class: "state" }, words),
      report.waitsFor === "logged-out" && report.state === "queued" && app.isOnline
        ? el("a", { href: app.addresses.logIn }, "Logga in")
        : null,
    ),
    el("div", { class: "actions" }, ...choices(app, report)),
  );
}

function choices(app, report) {
  const about = titleOf(report, app.nameOf);
  if (report.state === "sent") {
    return report.link ? [el("a", { href: report.link, "aria-label": `Visa ${about}` }, "Visa")] : [];
  }
  if (report.state === "thrown") {
    return [button("Ångra", () => restore(app, report), { link: true, "aria-label": `Ångra, ta tillbaka ${about}` })];
  }
  const label = report.state === "draft" ? "Fortsätt" : "Ändra";
  return [
    isOpen(report) && !report.zero && button(label, () => app.open(report.id), { link: true, "aria-label": `${label}: ${about}` }),
    canGoAgain(report) && button("Skicka igen", () => sendAgain(app, report), { link: true, "aria-label": `Skicka igen: ${about}` }),
    button("Kasta", () => throwAway(app, report), { link: true, "aria-label": `Kasta ${about}` }),
  ].filter(Boolean);
}

/** What is wrong has nothing to do with any of its fields: when it is mended elsewhere, the report can go as it is. */
function canGoAgain({ state, faults, zero }) {
  return state === "faulty" && (zero || Object.keys(faults).every((place) => !/^\d+\./.test(place)));
}

async function sendAgain(app, report) {
  await changeReport(report.id, (kept) =>
    kept.state === "faulty" ? { ...kept, state: "queued", faults: {}, nextTryAt: 0, attempts: 0, waitsFor: null } : null,
  );
  await app.refresh();
  app.send();
}

async function throwAway(app, report) {
  await changeReport(report.id, (kept) =>
    kept.state === "sent" ? null : { ...kept, state: "thrown", thrownFrom: kept.state, thrownAt: Date.now() },
  );
  await app.refresh();
  announce("Kastad. Du kan ångra i en timme.");
  document.querySelector(`[data-report="${report.id}"] button`)?.focus();
}

async function restore(app, report) {
  await changeReport(report.id, (kept) => ({ ...kept, state: kept.thrownFrom ?? "draft", nextTryAt: 0 }));
  await app.refresh();
  app.send();
  announce("Rapporten är tillbaka.");
  document.querySelector(`[data-report="${report.id}"] button`)?.focus();
}
