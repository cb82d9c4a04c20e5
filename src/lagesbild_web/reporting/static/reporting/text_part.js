// The short text. What looks like personal data is told while it is written: by the phone at once, and by the
// server, which knows more, when there is a network.

import { el } from "./dom.js";
import { findPersonalData } from "./personal_data.js";

const PAUSE_MS = 700;

/** Return the part with the text, and with the motive when the text needs one. */
export function textPart({ incident, save, fault, id, addresses }) {
  const warning = el("div", { class: "warning", id: `${id}-varning`, role: "status" });
  const text = el("textarea", {
    id: `${id}-ord`,
    rows: 3,
    maxlength: 4000,
    "aria-describedby": `${id}-hjalp ${id}-varning`,
  });
  text.value = incident.text;
  const motive = motiveField({ incident, save, id });
  const show = (found) => {
    const characters = [...text.value];
    warning.replaceChildren(
      ...found.map((data) => el("p", {}, `”${characters.slice(data.start, data.end).join("")}”: ${data.why}`)),
    );
    motive.hidden = found.length === 0 && !incident.motive;
  };
  const ask = debounced(async () => {
    const asked = text.value;
    const found = await askServer(addresses, asked);
    if (found && asked === text.value) show(found);
  }, PAUSE_MS);
  const look = () => {
    show(findPersonalData(text.value));
    ask();
  };
  text.addEventListener("input", () => {
    incident.text = text.value;
    save();
    look();
  });
  if (incident.text) look();
  else motive.hidden = !incident.motive;
  return el(
    "fieldset",
    { class: fault ? "part has-fault" : "part", id: `${id}-text`, tabindex: "-1" },
    el("legend", {}, el("label", { for: text.id }, "Berätta kort, om du vill")),
    el("p", { class: "hint", id: `${id}-hjalp` }, "Skriv om platsen och händelsen, inte om personer. Inga namn, nummer eller bilar."),
    fault && el("p", { class: "fault" }, fault),
    text,
    warning,
    motive,
  );
}

function motiveField({ incident, save, id }) {
  const input = el("input", { type: "text", id: `${id}-skal`, maxlength: 300 });
  input.value = incident.motive;
  input.addEventListener("input", () => {
    incident.motive = input.value;
    save();
  });
  return el(
    "div",
    { class: "field" },
    el("label", { for: input.id }, "Måste orden stå kvar? Skriv varför"),
    input,
  );
}

async function askServer(addresses, text) {
  if (!text.trim() || !navigator.onLine) return null;
  try {
    const me = await (await fetch(addresses.whoAmI, { redirect: "error", cache: "no-store" })).json();
    const answer = await fetch(addresses.check, {
      method: "POST",
      redirect: "error",
      headers: { "Content-Type": "application/json", "X-CSRFToken": me.csrf },
      body: JSON.stringify({ text }),
    });
    return answer.ok ? (await answer.json()).found : null;
  } catch {
    return null; // without a network, what the phone found stands
  }
}

function debounced(work, wait) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
}
