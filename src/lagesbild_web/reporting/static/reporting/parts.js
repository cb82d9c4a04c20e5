// The parts of an incident that are more than a field: what, where and when. Each redraws itself when it changes.

import { announce, button, el, icon } from "./dom.js";
import { createMap } from "./map.js";
import { keepUsedPlace, usedPlaces } from "./store.js";
import { moment, shortcuts, spanText, dateText, swedishClock } from "./when.js";

const MOST_FOUND = 8;

/** Return a part with a heading; `draw` makes its content, and is given a way to draw it again. */
function part(id, legend, fault, draw) {
  const content = el("div", { class: "part-content" });
  const redraw = (focusOn = null) => {
    content.replaceChildren(...[draw(redraw)].flat().filter(Boolean));
    if (focusOn) content.querySelector(focusOn)?.focus();
  };
  const faultId = `${id}-fel`;
  const group = el(
    "fieldset",
    { class: fault ? "part has-fault" : "part", id, tabindex: "-1", "aria-describedby": fault ? faultId : null },
    el("legend", {}, legend),
    fault && el("p", { class: "fault", id: faultId }, fault),
    content,
  );
  group.redraw = redraw;
  redraw();
  return group;
}

function chosen(iconName, text, detail, onChange, label) {
  return el(
    "div",
    { class: "chosen" },
    icon(iconName),
    el("div", {}, el("strong", {}, text), detail && el("span", {}, detail)),
    button("Ändra", onChange, { link: true, "aria-label": `Ändra ${label}` }),
  );
}

/** Return the words' matches: those that begin with what is sought come before those that hold it. */
export function search(items, sought) {
  const words = sought.trim().toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const text = (item) => `${item.name} ${item.also ?? ""}`.toLocaleLowerCase("sv");
  const begins = (item) => text(item).startsWith(words[0]);
  return items
    .filter((item) => words.every((word) => text(item).includes(word)))
    .sort((one, other) => begins(other) - begins(one))
    .slice(0, MOST_FOUND);
}

/** A box to search in, and what was found as large buttons; `own` makes a choice of the written words themselves. */
function searchBox({ id, label, items, onChoose, iconOf, empty = "", own = null }) {
  const found = el("ul", { class: "found" });
  const news = el("p", { class: "hint", role: "status" });
  const input = el("input", { type: "search", id, autocomplete: "off", enterkeyhint: "done", maxlength: 200 });
  const matches = () => [...search(items, input.value), ...(own && input.value.trim() ? [own(input.value.trim())] : [])];
  input.addEventListener("input", () => {
    const shown = matches();
    found.replaceChildren(...shown.map((item) => el("li", {}, row(item, iconOf(item), item.under, () => onChoose(item)))));
    news.textContent = input.value.trim() && shown.length === 0 ? empty : "";
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = matches()[0];
    if (first) onChoose(first);
  });
  return el("div", { class: "field" }, el("label", { for: id }, label), input, news, found);
}

function row(item, iconName, detail, onClick) {
  return el(
    "button",
    { type: "button", class: "row", on: { click: onClick } },
    icon(iconName),
    el("span", {}, item.title ?? item.name, detail && el("small", {}, detail)),
  );
}

/** Long Swedish words may be broken between their parts, and nowhere else. */
function withSoftHyphens(name) {
  return name.replace(/(\p{L}{6,})(hantering|skapande|belysning|störning|samling)/gu, "$1\u00ad$2");
}

/** Return the tiles of the commonest categories. */
export function tiles(lists, onChoose) {
  const byCode = new Map(lists.categories.map((category) => [category.code, category]));
  return el(
    "ul",
    { class: "tiles" },
    lists.tiles
      .filter((code) => byCode.has(code))
      .map((code) =>
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "tile", on: { click: () => onChoose(code) } },
            icon(byCode.get(code).icon),
            el("span", {}, withSoftHyphens(byCode.get(code).name)),
          ),
        ),
      ),
  );
}

/** Return the tiles, and a search among all the rest. */
export function categoryChoices(lists, onChoose, id) {
  const groups = new Map();
  for (const category of lists.categories) {
    const group = category.group ?? category.name;
    groups.set(group, [...(groups.get(group) ?? []), category]);
  }
  return [
    tiles(lists, onChoose),
    searchBox({
      id: `${id}-sok`,
      label: "Sök bland alla kategorier",
      items: lists.categories.map((category) => ({ ...category, under: category.group })),
      onChoose: (category) => onChoose(category.code),
      iconOf: (category) => category.icon,
      empty: "Ingen kategori heter så. Pröva ett annat ord, eller välj Övrigt.",
    }),
    el(
      "details",
      { class: "all" },
      el("summary", {}, "Visa alla kategorier"),
      [...groups].map(([group, categories]) =>
        el(
          "div",
          {},
          el("h4", {}, group),
          el(
            "ul",
            { class: "found" },
            categories.map((category) =>
              el("li", {}, row(category, category.icon, category.help, () => onChoose(category.code))),
            ),
          ),
        ),
      ),
    ),
  ];
}

/** What has happened. */
export function categoryPart({ incident, lists, save, fault, id }) {
  return part(`${id}-category`, "Vad har hänt?", fault, (redraw) => {
    const category = lists.categories.find((known) => known.code === incident.category);
    const choose = (code) => {
      incident.category = code;
      save("category");
      redraw("button");
    };
    if (!category) return categoryChoices(lists, choose, id);
    const again = () => {
      incident.category = null;
      redraw("button");
    };
    return chosen(category.icon, category.name, category.help, again, "vad som har hänt");
  });
}

/** Where it happened. */
export function placePart({ incident, before, lists, account, save, fault, id }) {
  let used = [];
  let isMapOpen = false;
  const group = part(`${id}-place`, "Var hände det?", fault, (redraw) => {
    const choose = (place) => {
      incident.place = place;
      save("place");
      if (place.id) keepUsedPlace(account, { id: place.id, name: place.name });
      redraw("button");
    };
    if (incident.place) {
      const again = () => {
        incident.place = null;
        redraw("button");
      };
      return chosen("map-pin", placeName(incident.place), placeDetail(incident.place), again, "platsen");
    }
    const known = new Set(lists.places.map((place) => place.id));
    const pick = ({ id: placeId, name }) => choose(placeId ? { id: placeId, name } : { name });
    const openMap = () => {
      isMapOpen = !isMapOpen;
      redraw(isMapOpen ? ".map-surface" : "[aria-expanded]");
    };
    return [
      el(
        "div",
        { class: "shortcuts" },
        button("Här där jag är", () => locate(choose), { quiet: true, iconName: "locate-fixed" }),
        before?.place && button("Samma plats som förra händelsen", () => choose({ ...before.place }), { quiet: true, iconName: "map-pin" }),
        used.filter((place) => known.has(place.id)).slice(0, 4).map((place) => button(place.name, () => pick(place), { quiet: true })),
        button("Peka på kartan", openMap, { quiet: true, iconName: "map", "aria-expanded": String(isMapOpen) }),
      ),
      el("p", { class: "hint", role: "status", "data-locating": true }),
      isMapOpen && mapToPoint(lists, choose),
      searchBox({
        id: `${id}-plats`,
        label: "Eller sök plats, område eller skriv en adress",
        items: [...lists.places, ...lists.areas],
        onChoose: pick,
        iconOf: (place) => (place.under ? "map" : "map-pin"),
        own: (name) => ({ name, title: `Använd ”${name}”`, under: "som adress eller koordinater" }),
      }),
    ];
  });
  usedPlaces(account).then((places) => {
    used = places;
    if (!incident.place && !isMapOpen && places.length) group.redraw();
  });
  return group;
}

function mapToPoint(lists, choose) {
  let picked = null;
  const use = button("Använd nålens plats", () => choose(picked), { "data-use-pin": true });
  use.hidden = true;
  const where = el("p", { class: "hint", role: "status" });
  const map = createMap({
    outlines: lists.outlines,
    places: lists.places.filter((place) => place.lon !== null),
    onPick: (point) => {
      picked = point;
      use.hidden = false;
      where.textContent = `Nålen står på ${placeDetail(point)}.`;
    },
  });
  return el("div", { class: "field" }, el("p", { class: "hint" }, "Dra och zooma. Tryck där det hände."), map.element, where, use);
}

function locate(choose) {
  const news = (text) => document.querySelectorAll("[data-locating]").forEach((line) => (line.textContent = text));
  if (!navigator.geolocation) return news("Webbläsaren kan inte ge platsen. Sök eller peka på kartan.");
  news("Söker platsen …");
  return navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const round = (degrees) => Math.round(degrees * 1e5) / 1e5;
      choose({ lon: round(coords.longitude), lat: round(coords.latitude), uncertainty: Math.round(coords.accuracy), isHere: true });
      announce(`Platsen är vald, på ${Math.round(coords.accuracy)} meter när.`);
    },
    (error) =>
      news(
        error.code === error.PERMISSION_DENIED
          ? "Webbläsaren får inte ge platsen. Tillåt det i webbläsarens inställningar, eller sök platsen."
          : "Platsen gick inte att få just nu. Sök platsen eller peka på kartan.",
      ),
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
}

/** Return what a place is called. */
export function placeName(place) {
  if (place.name) return place.name;
  return place.isHere ? "Där du var" : "Nålen på kartan";
}

function placeDetail(place) {
  return place.lon === undefined ? null : `${place.lat}, ${place.lon}, på ${place.uncertainty} meter när`;
}

const SHORTCUTS = [
  ["now", "Nu"],
  ["today", "Tidigare i dag"],
  ["night", "I natt"],
  ["evening", "Senaste kvällen"],
  ["yesterday", "I går"],
  ["weekend", "I helgen"],
];

/** When it happened. */
export function timePart({ incident, save, fault, id }) {
  let writing = null;
  return part(`${id}-when`, "När hände det?", fault, (redraw) => {
    const choose = (when) => {
      incident.when = when;
      writing = null;
      save("when");
      redraw("button");
    };
    if (incident.when) {
      const again = () => {
        incident.when = null;
        redraw("button");
      };
      return chosen("clock", whenName(incident.when), spanText(incident.when, Date.now()), again, "tiden");
    }
    const now = Date.now();
    const shortcut = ([choice, label]) => {
      const span = shortcuts[choice](now);
      const precision = choice === "yesterday" ? "day" : span.start === span.end ? "minute" : "span";
      return el(
        "button",
        { type: "button", class: "is-quiet shortcut", on: { click: () => choose({ ...span, choice, precision }) } },
        el("span", {}, label),
        el("small", {}, spanText(span, now)),
      );
    };
    const write = (kind) => () => {
      writing = kind;
      redraw("input");
    };
    return [
      el(
        "div",
        { class: "shortcuts" },
        SHORTCUTS.map(shortcut),
        button("En viss tid", write("minute"), { quiet: true, "aria-expanded": String(writing === "minute") }),
        button("Vet inte exakt", write("span"), { quiet: true, "aria-expanded": String(writing === "span") }),
      ),
      writing && writtenTime(writing, choose, id, now),
    ];
  });
}

function whenName({ choice, precision }) {
  const known = SHORTCUTS.find(([code]) => code === choice);
  return known ? known[1] : precision === "minute" ? "En viss tid" : "Mellan två tider";
}

/** Fields for one moment, or for the first and the last possible. */
function writtenTime(kind, choose, id, now) {
  const today = dateText(now);
  const pair = (name, label, date, clock) => {
    const day = el("input", { type: "date", id: `${id}-${name}-dag`, value: date, max: today });
    const time = el("input", { type: "time", id: `${id}-${name}-tid`, value: clock });
    const fields = el(
      "div",
      { class: "pair" },
      el("div", {}, el("label", { for: day.id }, `${label}, dag`), day),
      el("div", {}, el("label", { for: time.id }, `${label}, klockan`), time),
    );
    const read = () => (day.value && time.value ? momentOf(day.value, time.value) : null);
    return { fields, read };
  };
  const fault = el("p", { class: "fault", role: "alert" });
  const first = pair("fran", kind === "minute" ? "Tid" : "Tidigast", today, kind === "minute" ? clockValue(now) : "00:00");
  const last = kind === "span" ? pair("till", "Senast", today, clockValue(now)) : null;
  const take = () => {
    const start = first.read();
    const end = last ? last.read() : start;
    if (start === null || end === null) fault.textContent = "Fyll i både dag och klockslag.";
    else if (end < start) fault.textContent = "Senast är före tidigast. Byt plats på dem.";
    else if (start > Date.now()) fault.textContent = "Tiden har inte varit än. Välj en tid som har varit.";
    else choose({ start, end, choice: "written", precision: start === end ? "minute" : "span" });
  };
  return el("div", { class: "written-time" }, first.fields, last && last.fields, fault, button("Använd tiden", take));
}

function momentOf(day, clock) {
  const [hours, minutes] = clock.split(":").map(Number);
  return moment(Date.parse(`${day}T00:00:00Z`), hours * 60 + minutes);
}

function clockValue(at) {
  const { minutes } = swedishClock(at);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
