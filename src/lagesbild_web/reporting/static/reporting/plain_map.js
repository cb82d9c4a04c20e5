// A small map of our own: the districts' outlines and the named places, drawn from what the phone already has.
// It is shown until OpenLayers is there, and instead of it where OpenLayers cannot start.

import { button, el, svg } from "./dom.js";
import { METRES_PER_DEGREE, STEP_PX, MAP_LABEL, boxOf, pinned, roundDegrees } from "./pin.js";

const SLACK_PX = 6; // a tap that slides no farther than this is still a tap

/** Return {element, setPin}; see `createMap` in map.js. */
export function createPlainMap({ outlines, places, pin = null, onPick }) {
  const view = new View(boxOf(outlines, places), pin);
  const drawing = svg("svg", { class: "map-drawing", preserveAspectRatio: "none" });
  const surface = el(
    "div",
    {
      class: "map-surface",
      tabindex: "0",
      role: "application",
      "aria-label": MAP_LABEL,
    },
    drawing,
  );
  let marker = pin;

  const draw = () => {
    const { width, height } = surface.getBoundingClientRect();
    if (!width) return;
    view.resize(width, height);
    drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
    drawing.replaceChildren(
      ...outlines.map((outline) => drawnOutline(outline, view)),
      ...labels(places, view),
      ...(marker ? [drawnPin(view.toPixels(marker))] : []),
    );
  };
  const put = (point) => {
    marker = roundDegrees(point);
    draw();
    onPick(pinned(marker, view.metresPerPixel));
  };

  listen(surface, view, draw, put, () => marker);
  new ResizeObserver(draw).observe(surface);
  const zoom = (factor) => () => {
    view.zoom(factor, view.width / 2, view.height / 2);
    draw();
  };
  const element = el(
    "div",
    { class: "map" },
    surface,
    el(
      "div",
      { class: "map-buttons" },
      button("+", zoom(1.8), { quiet: true, "aria-label": "Zooma in" }),
      button("−", zoom(1 / 1.8), { quiet: true, "aria-label": "Zooma ut" }),
    ),
  );
  const setPin = (point) => {
    marker = point;
    view.centreOn(point);
    draw();
  };
  return { element, setPin };
}

/** What part of the world is shown, and how large. */
class View {
  constructor(box, pin) {
    this.box = box;
    this.width = this.height = 0;
    this.centre = pin ?? { lon: (box.west + box.east) / 2, lat: (box.south + box.north) / 2 };
    this.narrowing = Math.cos((this.centre.lat * Math.PI) / 180);
    this.isZoomedToPin = pin !== null;
    this.scale = 0; // pixels per degree of latitude
  }

  get metresPerPixel() {
    return METRES_PER_DEGREE / this.scale;
  }

  resize(width, height) {
    const isFirst = this.width === 0;
    this.width = width;
    this.height = height;
    if (!isFirst) return;
    const { west, south, east, north } = this.box;
    const whole = Math.min(width / Math.max((east - west) * this.narrowing, 0.002), height / Math.max(north - south, 0.002)) * 0.94;
    this.least = whole / 2;
    this.scale = this.isZoomedToPin ? Math.max(whole, METRES_PER_DEGREE / 5) : whole;
  }

  toPixels({ lon, lat }) {
    return {
      left: this.width / 2 + (lon - this.centre.lon) * this.narrowing * this.scale,
      top: this.height / 2 - (lat - this.centre.lat) * this.scale,
    };
  }

  toDegrees(left, top) {
    return {
      lon: this.centre.lon + (left - this.width / 2) / this.scale / this.narrowing,
      lat: this.centre.lat - (top - this.height / 2) / this.scale,
    };
  }

  pan(left, top) {
    this.centre = this.toDegrees(this.width / 2 - left, this.height / 2 - top);
  }

  zoom(factor, left, top) {
    const kept = this.toDegrees(left, top);
    this.scale = Math.min(Math.max(this.scale * factor, this.least), METRES_PER_DEGREE * 4);
    const moved = this.toPixels(kept);
    this.pan(left - moved.left, top - moved.top);
  }

  centreOn(point) {
    this.centre = { lon: point.lon, lat: point.lat };
    if (this.width) this.scale = Math.max(this.scale, METRES_PER_DEGREE / 5);
    else this.isZoomedToPin = true;
  }
}

function listen(surface, view, draw, put, pinNow) {
  const fingers = new Map();
  let slid = 0;
  const at = (event) => {
    const box = surface.getBoundingClientRect();
    return { left: event.clientX - box.left, top: event.clientY - box.top };
  };
  surface.addEventListener("pointerdown", (event) => {
    surface.setPointerCapture(event.pointerId);
    if (fingers.size === 0) slid = 0;
    fingers.set(event.pointerId, at(event));
  });
  surface.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const after = at(event);
    slid += Math.hypot(after.left - before.left, after.top - before.top);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = (finger) => Math.hypot(finger.left - other.left, finger.top - other.top) || 1;
      view.zoom(spread(after) / spread(before), (after.left + other.left) / 2, (after.top + other.top) / 2);
    } else if (slid > SLACK_PX) {
      view.pan(after.left - before.left, after.top - before.top);
    }
    fingers.set(event.pointerId, after);
    draw();
  });
  const lift = (event) => {
    const wasAlone = fingers.size === 1 && fingers.has(event.pointerId);
    fingers.delete(event.pointerId);
    if (wasAlone && slid <= SLACK_PX && event.type === "pointerup") {
      const { left, top } = at(event);
      put(view.toDegrees(left, top));
    }
  };
  surface.addEventListener("pointerup", lift);
  surface.addEventListener("pointercancel", lift);
  surface.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { left, top } = at(event);
      view.zoom(event.deltaY < 0 ? 1.25 : 0.8, left, top);
      draw();
    },
    { passive: false },
  );
  surface.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const zooms = { "+": 1.5, "-": 1 / 1.5 };
    if (zooms[event.key]) {
      const { left, top } = view.toPixels(pinNow() ?? view.centre);
      view.zoom(zooms[event.key], left, top);
      draw();
    } else if (steps[event.key]) {
      const { left, top } = view.toPixels(pinNow() ?? view.centre);
      const [across, down] = steps[event.key];
      put(view.toDegrees(left + across * STEP_PX, top + down * STEP_PX));
    } else {
      return;
    }
    event.preventDefault();
  });
}

function drawnOutline(outline, view) {
  const ring = (points) =>
    `M${points.map(([lon, lat]) => view.toPixels({ lon, lat })).map(({ left, top }) => `${left.toFixed(1)} ${top.toFixed(1)}`).join("L")}Z`;
  return svg("path", { class: "map-area", "fill-rule": "evenodd", d: outline.rings.map(ring).join("") });
}

/** Names are shown where there is room for them; the others are dots until one zooms in. */
function labels(places, view) {
  const taken = [];
  return places.flatMap((place) => {
    const { left, top } = view.toPixels(place);
    if (left < 0 || top < 0 || left > view.width || top > view.height) return [];
    const dot = svg("circle", { class: "map-place", cx: left, cy: top, r: 3.5 });
    const box = { left: left - 4, right: left + 14 + place.name.length * 7.2, top: top - 10, bottom: top + 10 };
    const isCrowded = taken.some((t) => box.left < t.right && t.left < box.right && box.top < t.bottom && t.top < box.bottom);
    if (isCrowded || box.right > view.width) return [dot];
    taken.push(box);
    const text = svg("text", { class: "map-name", x: left + 8, y: top + 4 });
    text.textContent = place.name;
    return [dot, text];
  });
}

function drawnPin({ left, top }) {
  return svg(
    "g",
    { class: "map-pin", transform: `translate(${left} ${top})` },
    svg("path", { d: "M0 0c-2-7-11-11-11-20a11 11 0 0 1 22 0c0 9-9 13-11 20z" }),
    svg("circle", { cx: 0, cy: -20, r: 4 }),
  );
}
