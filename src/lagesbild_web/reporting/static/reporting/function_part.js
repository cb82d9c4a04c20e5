// As whom one reports: told when there is one function, chosen when there are several, and remembered in the phone.

import { el } from "./dom.js";
import { keepLastFunction } from "./store.js";

/** Return the line or the choice; `onChoose` gets a function's id. Null where nothing is known. */
export function functionPart({ lists, account, chosen, onChoose, id }) {
  const functions = lists.functions ?? [];
  if (functions.length === 0) return null;
  const held = functions.find((one) => one.id === chosen);
  if (functions.length === 1 && (held || !chosen)) return el("p", { class: "hint" }, `Du rapporterar som ${functions[0].name}.`);
  const select = el(
    "select",
    { id: `${id}-funktion` },
    // A draft may be older than what one holds today.
    !held && el("option", { value: "" }, "Välj funktion"),
    functions.map((one) => el("option", { value: one.id, selected: one.id === chosen }, one.name)),
  );
  select.addEventListener("change", () => {
    keepLastFunction(account, select.value);
    onChoose(select.value || null);
  });
  return el("div", { class: "field" }, el("label", { for: select.id }, "Du rapporterar som"), select);
}
