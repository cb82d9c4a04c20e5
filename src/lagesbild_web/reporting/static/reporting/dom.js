// Make elements without strings of HTML: what people write can then never become markup.

const sprite = () => document.getElementById("rapport-app").dataset.icons;

/** Return an element. `attributes` may hold `on` (events by name); children that are null or false are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Return an SVG element. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Return one of the icons; it never carries meaning alone, so readers aloud pass it by. */
export function icon(name) {
  return svg("svg", { class: "icon", width: 24, height: 24, "aria-hidden": "true" }, svg("use", { href: `${sprite()}#${name}` }));
}

/** Return a button that does something on the page. */
export function button(label, onClick, { quiet = false, link = false, iconName = null, ...attributes } = {}) {
  const look = link ? "is-link" : quiet ? "is-quiet" : "";
  return el(
    "button",
    { type: "button", class: look || null, on: { click: onClick }, ...attributes },
    iconName && icon(iconName),
    label,
  );
}

/** Say something aloud, and show it where `polite` news are shown. */
export function announce(text) {
  const place = document.getElementById("rapport-nyheter");
  place.textContent = "";
  // An emptied region that is filled again in the same breath is not read.
  setTimeout(() => (place.textContent = text), 50);
}

/**
 * Do what keeps something in the phone, and return whether it was kept. When it was not, because there is no room
 * left or the browser says no, that is told above the form until something can be kept again.
 */
export async function couldKeep(work) {
  const app = document.getElementById("rapport-app");
  const told = app.parentElement.querySelector("[data-no-room]");
  try {
    await work();
    told?.remove();
    return true;
  } catch {
    if (!told) {
      app.before(
        el(
          "div",
          { class: "message is-fault", role: "alert", "data-no-room": true },
          el(
            "p",
            {},
            "Det du skrev fick inte plats i telefonen och är inte sparat. Låt sidan vara öppen. Ta bort bilder eller kasta gamla utkast och försök igen. Du kan också ",
            el("a", { href: app.dataset.plain, target: "_blank" }, "skriva i det enkla formuläret"),
            ", som öppnas i en ny flik.",
          ),
        ),
      );
    }
    return false;
  }
}
