// "Inget att rapportera": which days it is about, and off it goes.

import { announce, button, couldKeep, el } from "./dom.js";
import { functionPart } from "./function_part.js";
import { newReport } from "./reports.js";
import { keepReport, lastFunction } from "./store.js";
import { swedishClock } from "./when.js";

const DAY = 24 * 3600 * 1000;

const PERIODS = [
  ["I dag", (today) => [today, today]],
  ["I går", (today) => [today - DAY, today - DAY]],
  ["Den här veckan", (today) => [monday(today), today]],
  ["Förra veckan", (today) => [monday(today) - 7 * DAY, monday(today) - DAY]],
];

/** Return the form: a button for each period that people report about, and two dates for the others. */
export function zeroForm(app) {
  const today = swedishClock(Date.now()).day;
  const iso = (day) => new Date(day).toISOString().slice(0, 10);
  const first = el("input", { type: "date", id: "noll-fran", value: iso(monday(today)), max: iso(today) });
  const last = el("input", { type: "date", id: "noll-till", value: iso(today), max: iso(today) });
  const fault = el("p", { class: "fault", role: "alert" });
  let chosen = null;
  const who = el("div", {});
  lastFunction(app.account).then((last) => {
    chosen = newReport(app.lists, Date.now(), { lastFunction: last }).function;
    const part = functionPart({ lists: app.lists, account: app.account, chosen, onChoose: (id) => (chosen = id), id: "noll" });
    if (part) who.append(part);
  });
  const send = async (from, to) => {
    const report = { ...newReport(app.lists, Date.now(), { zero: { from, to }, lastFunction: chosen }), state: "queued" };
    if (!(await couldKeep(() => keepReport(report)))) return;
    await app.refresh();
    announce("Rapporten är sparad i telefonen och skickas.");
    app.send();
  };
  const sendDates = () => {
    if (!first.value || !last.value) fault.textContent = "Fyll i båda dagarna.";
    else if (last.value < first.value) fault.textContent = "Den sista dagen kommer före den första. Byt plats på dem.";
    else if (last.value > iso(today)) fault.textContent = "Den sista dagen ligger i framtiden. Välj i dag eller tidigare.";
    else send(first.value, last.value);
  };
  return el(
    "fieldset",
    { class: "part" },
    el("legend", {}, "Inget att rapportera. När?"),
    who,
    el(
      "div",
      { class: "shortcuts" },
      PERIODS.map(([label, days]) => {
        const [from, to] = days(today).map(iso);
        return el(
          "button",
          { type: "button", class: "is-quiet shortcut", on: { click: () => send(from, to) } },
          el("span", {}, label),
          el("small", {}, unbroken(from), from !== to && "–\u200b", from !== to && unbroken(to)),
        );
      }),
    ),
    el(
      "details",
      {},
      el("summary", {}, "Andra dagar"),
      el(
        "div",
        { class: "pair" },
        el("div", {}, el("label", { for: first.id }, "Från och med"), first),
        el("div", {}, el("label", { for: last.id }, "Till och med"), last),
      ),
      fault,
      button("Skicka", sendDates),
    ),
  );
}

/** A date may not be broken at its hyphens. */
function unbroken(date) {
  return date.replaceAll("-", "\u2011");
}

function monday(day) {
  return day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
}
