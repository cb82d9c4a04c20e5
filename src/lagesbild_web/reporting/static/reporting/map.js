// The map with a pin. The plain one is there at once; OpenLayers takes its place when it has been fetched, unless
// somebody has already begun to use the plain one.

import { el } from "./dom.js";
import { createOpenLayersMap } from "./open_layers_map.js";
import { createPlainMap } from "./plain_map.js";

let fetching = null;

/**
 * Return {element, setPin}.
 *
 * `outlines` are {name, rings: [[[lon, lat], …]]}, `places` {id, name, lon, lat}; `onPick` gets
 * {lon, lat, uncertainty} in degrees and metres each time the pin is put somewhere.
 */
export function createMap(options) {
  let isUsed = false;
  let pin = options.pin ?? null;
  const onPick = (point) => {
    isUsed = true;
    pin = point;
    options.onPick(point);
  };
  const make = (create) => create({ ...options, pin, onPick });
  let current = window.ol ? attempt(make) ?? make(createPlainMap) : make(createPlainMap);
  const element = el("div", { "data-map": nameOf(current) }, current.element);
  const touched = () => (isUsed = true);
  for (const event of ["pointerdown", "wheel"]) element.addEventListener(event, touched, { once: true, passive: true });
  element.addEventListener("keydown", ({ key }) => key !== "Tab" && touched());
  if (!window.ol) {
    openLayers().then(() => {
      if (isUsed || !element.isConnected) return;
      const better = attempt(make);
      if (!better) return;
      const hadFocus = current.element.contains(document.activeElement);
      current.element.replaceWith(better.element);
      current = better;
      element.dataset.map = nameOf(current);
      if (hadFocus) current.element.querySelector(".map-surface").focus();
    }, () => null);
  }
  const setPin = (point) => {
    pin = point;
    current.setPin(point);
  };
  return { element, setPin };
}

/** Return the better map, or null where the browser cannot draw it. */
function attempt(make) {
  try {
    return make(createOpenLayersMap);
  } catch {
    return null;
  }
}

function nameOf({ isOpenLayers = false }) {
  return isOpenLayers ? "openlayers" : "plain";
}

/** Fetch OpenLayers once; the worker has kept it when there is no network. */
function openLayers() {
  fetching ??= new Promise((resolve, reject) => {
    const script = el("script", { src: document.getElementById("rapport-app").dataset.openLayers });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      fetching = null;
      script.remove();
      reject(new Error("OpenLayers"));
    });
    document.head.append(script);
  });
  return fetching;
}
