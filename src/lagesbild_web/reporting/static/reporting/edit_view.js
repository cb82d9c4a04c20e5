// Write a report: one incident is open at a time, the others are lines above it. Every change is kept at once.

import { announce, button, couldKeep, el, icon } from "./dom.js";
import { categoryPart, placeName, placePart, timePart } from "./parts.js";
import { functionPart } from "./function_part.js";
import { photoPart } from "./photo_part.js";
import { missingIn, newIncident } from "./reports.js";
import { changeReport } from "./store.js";
import { textPart } from "./text_part.js";
import { spanText } from "./when.js";

const SERIOUSNESS = [
  [1, "Liten störning"],
  [2, "Störande"],
  [3, "Allvarligt"],
  [4, "Mycket allvarligt"],
  [5, "Livsfara eller grovt brott"],
];
const WITNESSED = [
  ["seen", "Sett själv"],
  ["heard", "Hört av någon annan"],
];
const POLICE = [
  ["yes", "Ja"],
  ["no", "Nej"],
  ["unknown", "Vet inte"],
];

/** The server's names of the fields, and the parts of the page that hold them. */
const PART_OF = {
  starts_at: "when",
  ends_at: "when",
  time_precision: "when",
  lon: "place",
  lat: "place",
  place_id: "place",
  place_name: "place",
  uncertainty_m: "place",
  personal_data_motive: "text",
};

/** Return the view of a report that can still be changed. */
export function editView(app, report) {
  const page = el("div", { class: "edit" });
  const state = {
    app,
    report,
    open: openAtFirst(report),
    faults: faultsByPart(report),
    saved: el("p", { class: "saved", role: "status" }, "Sparad i telefonen"),
  };
  state.save = () => keep(state);
  state.draw = (focusOn) => {
    page.replaceChildren(...content(state));
    if (focusOn) page.querySelector(focusOn)?.focus();
  };
  state.draw();
  return page;
}

function openAtFirst(report) {
  const faulty = Object.keys(report.faults ?? {})[0]?.split(".")[0];
  return Number.isInteger(Number(faulty)) && report.incidents[faulty] ? Number(faulty) : report.incidents.length - 1;
}

function faultsByPart(report) {
  const faults = {};
  for (const [place, sentence] of Object.entries(report.faults ?? {})) {
    const [number, field] = place.includes(".") ? place.split(".") : ["", place];
    faults[`${number}.${PART_OF[field] ?? field}`] = sentence;
  }
  return faults;
}

async function keep(state) {
  state.saved.textContent = "Sparar …";
  const { report } = state;
  let kept = null;
  const change = (stored) =>
    stored.state === "sent" ? null : { ...stored, incidents: report.incidents, function: report.function, state: "draft", nextTryAt: 0, attempts: 0 };
  if (!(await couldKeep(async () => (kept = await changeReport(report.id, change))))) {
    state.saved.textContent = "Inte sparad";
  } else if (kept) {
    state.saved.textContent = "Sparad i telefonen";
  } else {
    announce("Rapporten hann skickas. Ändra den under Mina rapporter.");
    state.app.close();
  }
}

function content(state) {
  const { app, report, open, faults } = state;
  const incident = report.incidents[open];
  const id = `h-${incident.key}`;
  const shared = { incident, lists: app.lists, account: app.account, id, save: state.save };
  const fault = (name) => faults[`${open}.${name}`];
  return [
    el("p", { class: "back" }, button("Tillbaka", app.close, { link: true })),
    Object.keys(faults).length > 0 && summary(state),
    report.incidents.length > 1 && otherIncidents(state),
    functionPart({
      ...shared,
      id: "rapport",
      chosen: report.function,
      onChoose: (chosen) => {
        report.function = chosen;
        state.save();
      },
    }),
    categoryPart({ ...shared, fault: fault("category") }),
    placePart({ ...shared, before: report.incidents[open - 1], fault: fault("place") }),
    timePart({ ...shared, fault: fault("when") }),
    seriousnessPart(state, incident, id),
    radios(state, incident, id, "witnessed", "Har du sett det själv?", WITNESSED, "witnessed"),
    radios(state, incident, id, "police", "Är det polisanmält?", POLICE, "police_report"),
    textPart({ ...shared, addresses: app.addresses, fault: fault("text") }),
    app.lists.photos && photoPart({ ...shared, fault: fault("photos") }),
    ownCircle(state, incident, id),
    bar(state),
  ].filter(Boolean);
}

function summary(state) {
  const lines = Object.entries(state.faults).map(([place, sentence]) => {
    const [number, part] = place.split(".");
    const incident = state.report.incidents[number];
    const many = state.report.incidents.length > 1 && incident ? `Händelse ${Number(number) + 1}: ` : "";
    const go = () => {
      state.open = Number(number);
      state.draw(`#h-${incident.key}-${part}`);
    };
    return el("li", {}, incident ? button(many + sentence, go, { link: true }) : sentence);
  });
  return el(
    "div",
    { class: "message is-fault", role: "alert", tabindex: "-1", id: "behover-andras" },
    el("div", {}, el("h2", {}, "Det här behöver ändras"), el("ul", {}, lines)),
  );
}

function otherIncidents(state) {
  const { report, app } = state;
  const line = (incident, number) => {
    if (number === state.open) return el("li", { "aria-current": "true" }, `Händelse ${number + 1}, öppen nedanför`);
    const words = [
      incident.category ? app.nameOf(incident.category) : "Kategori saknas",
      incident.place && placeName(incident.place),
      incident.when && spanText(incident.when, Date.now()),
    ];
    const show = () => {
      state.open = number;
      state.draw("fieldset");
    };
    const remove = () => {
      const [gone] = report.incidents.splice(number, 1);
      if (state.open > number || state.open === report.incidents.length) state.open -= 1;
      state.removed = { incident: gone, number };
      state.faults = {};
      state.save();
      state.draw("[data-undo]");
    };
    return el(
      "li",
      {},
      el("span", {}, words.filter(Boolean).join(", ")),
      button("Ändra", show, { link: true, "aria-label": `Ändra händelse ${number + 1}` }),
      button("Ta bort", remove, { link: true, "aria-label": `Ta bort händelse ${number + 1}` }),
    );
  };
  return el("ol", { class: "incidents" }, report.incidents.map(line));
}

function seriousnessPart(state, incident, id) {
  const category = state.app.lists.categories.find((known) => known.code === incident.category);
  const marked = incident.seriousness ?? category?.seriousness ?? null;
  return radios(state, incident, id, "seriousness", "Hur allvarligt var det?", SERIOUSNESS, "seriousness", marked);
}

function radios(state, incident, id, field, legend, choices, part, marked = incident[field]) {
  const fault = state.faults[`${state.open}.${part}`];
  return el(
    "fieldset",
    { class: fault ? "part has-fault" : "part", id: `${id}-${part}`, tabindex: "-1" },
    el("legend", {}, legend),
    fault && el("p", { class: "fault" }, fault),
    el(
      "div",
      { class: field === "seriousness" ? "scale" : "segments" },
      choices.map(([value, label]) => {
        const input = el("input", { type: "radio", name: `${id}-${field}`, id: `${id}-${field}-${value}`, value });
        input.checked = marked === value;
        input.addEventListener("change", () => {
          incident[field] = value;
          state.save();
        });
        const number = field === "seriousness" ? el("b", {}, String(value)) : null;
        return el("div", {}, input, el("label", { for: input.id }, number, label));
      }),
    ),
  );
}

function ownCircle(state, incident, id) {
  const input = el("input", { type: "checkbox", id: `${id}-krets` });
  input.checked = incident.isOwnCircle;
  input.addEventListener("change", () => {
    incident.isOwnCircle = input.checked;
    state.save();
  });
  return el("div", { class: "choice" }, input, el("label", { for: input.id }, "Visa bara för min egen organisation"));
}

function bar(state) {
  const add = () => {
    state.report.incidents.push(newIncident());
    state.open = state.report.incidents.length - 1;
    state.save();
    state.draw("fieldset");
    announce(`Händelse ${state.open + 1}`);
  };
  const putBack = () => {
    state.report.incidents.splice(state.removed.number, 0, state.removed.incident);
    state.open = state.removed.number;
    state.removed = null;
    state.save();
    state.draw("fieldset");
  };
  return el(
    "div",
    { class: "bar" },
    state.saved,
    el(
      "div",
      { class: "buttons" },
      button("Skicka", () => send(state), { iconName: "send" }),
      button("En händelse till", add, { quiet: true, iconName: "plus" }),
      state.removed && button("Ångra borttagningen", putBack, { link: true, "data-undo": true }),
    ),
  );
}

async function send(state) {
  const { app, report } = state;
  const faults = {};
  report.incidents.forEach((incident, number) => {
    for (const [part, sentence] of Object.entries(missingIn(incident))) faults[`${number}.${part}`] = sentence;
    const personal = app.personalDataIn(incident);
    if (personal) faults[`${number}.text`] = personal;
  });
  state.faults = faults;
  if (Object.keys(faults).length > 0) {
    state.open = Number(Object.keys(faults)[0].split(".")[0]);
    state.draw("#behover-andras");
    return;
  }
  const queue = (kept) =>
    kept.state === "sent"
      ? null
      : { ...kept, incidents: report.incidents, function: report.function, state: "queued", faults: {}, nextTryAt: 0, attempts: 0, waitsFor: null };
  if (!(await couldKeep(() => changeReport(report.id, queue)))) {
    state.saved.textContent = "Inte sparad";
    return;
  }
  announce("Rapporten är sparad i telefonen och skickas.");
  app.close();
  app.send();
}
