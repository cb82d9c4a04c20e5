// The map with a pin, drawn by OpenLayers: outlines and named places that the phone already has, nothing from elsewhere.

import { button, el } from "./dom.js";
import { MAP_LABEL, STEP_PX, boxOf, pinned, roundDegrees } from "./pin.js";

const CLOSEST_M_PER_PX = 0.15;
const PIN_M_PER_PX = 5; // how close a pin is first seen
const ZOOM_FACTOR = 1.8;
const PIN = "M0 0c-2-7-11-11-11-20a11 11 0 0 1 22 0c0 9-9 13-11 20z";

/** Return {element, setPin}; see `createMap` in map.js. Throws where the browser cannot draw it. */
export function createOpenLayersMap({ outlines, places, pin = null, onPick }) {
  const { ol } = window;
  const surface = el("div", { class: "map-surface", tabindex: "0", role: "application", "aria-label": MAP_LABEL });
  const marker = new ol.Feature();
  const marked = new ol.source.Vector({ features: [marker] });
  const look = looksOf(ol);
  const map = new ol.Map({
    target: surface,
    view: new ol.View({ center: [0, 0], resolution: 1, minResolution: CLOSEST_M_PER_PX, enableRotation: false }),
    layers: [
      layer(ol, outlines.map((outline) => polygon(ol, outline)), look.outline),
      layer(ol, places.map((place) => point(ol, place)), look.dot),
      layer(ol, places.map((place) => point(ol, place)), look.name, { declutter: true }),
      new ol.layer.Vector({ source: marked, style: look.pin }),
    ],
    controls: [],
    interactions: [
      new ol.interaction.DragPan(),
      new ol.interaction.PinchZoom(),
      new ol.interaction.MouseWheelZoom(),
      new ol.interaction.Translate({ features: new ol.Collection([marker]), hitTolerance: 8 }),
    ],
  });
  const view = map.getView();
  const show = () => start(ol, map, { outlines, places, pin: shown() });
  const shown = () => (marker.getGeometry() ? degreesOf(ol, marker.getGeometry().getCoordinates()) : null);
  const put = (place) => {
    const rounded = roundDegrees(degreesOf(ol, place));
    marker.setGeometry(new ol.geom.Point(metresOf(ol, rounded)));
    if (!ol.extent.containsCoordinate(view.calculateExtent(), place)) view.setCenter(place);
    onPick(pinned(rounded, view.getResolution() * narrowing(rounded.lat)));
  };
  if (pin) marker.setGeometry(new ol.geom.Point(metresOf(ol, pin)));
  if (map.getSize()?.every((pixels) => pixels > 0)) show();
  else map.once("change:size", show);
  map.on("click", ({ coordinate }) => put(coordinate));
  map.getInteractions().item(3).on("translateend", ({ coordinate }) => coordinate && put(marker.getGeometry().getCoordinates()));
  listen(surface, view, marker, put);

  const zoom = (factor) => () => view.adjustResolution(factor);
  const element = el(
    "div",
    { class: "map" },
    surface,
    el(
      "div",
      { class: "map-buttons" },
      button("+", zoom(1 / ZOOM_FACTOR), { quiet: true, "aria-label": "Zooma in" }),
      button("−", zoom(ZOOM_FACTOR), { quiet: true, "aria-label": "Zooma ut" }),
    ),
  );
  const setPin = (place) => {
    const where = metresOf(ol, place);
    marker.setGeometry(new ol.geom.Point(where));
    view.setCenter(where);
  };
  return { element, setPin, isOpenLayers: true };
}

/** Show all of the municipality, or the pin from close by. */
function start(ol, map, { outlines, places, pin }) {
  const view = map.getView();
  const { west, south, east, north } = boxOf(outlines, places);
  const corners = [metresOf(ol, { lon: west, lat: south }), metresOf(ol, { lon: east, lat: north })].flat();
  view.fit(ol.extent.buffer(corners, 100), { padding: [12, 12, 12, 12] });
  if (!pin) return;
  view.setCenter(metresOf(ol, pin));
  view.setResolution(Math.min(view.getResolution(), PIN_M_PER_PX / narrowing(pin.lat)));
}

function listen(surface, view, marker, put) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const zooms = { "+": 1 / 1.5, "-": 1.5 };
  surface.addEventListener("keydown", (event) => {
    const from = marker.getGeometry()?.getCoordinates() ?? view.getCenter();
    if (zooms[event.key]) {
      view.adjustResolution(zooms[event.key], from);
    } else if (steps[event.key]) {
      const metres = STEP_PX * view.getResolution();
      put(from.map((where, axis) => where + steps[event.key][axis] * metres));
    } else {
      return;
    }
    event.preventDefault();
  });
}

function layer(ol, features, style, more = {}) {
  return new ol.layer.Vector({ source: new ol.source.Vector({ features }), style, ...more });
}

function polygon(ol, { rings }) {
  return new ol.Feature(new ol.geom.Polygon(rings.map((ring) => ring.map(([lon, lat]) => metresOf(ol, { lon, lat })))));
}

function point(ol, { lon, lat, name }) {
  return new ol.Feature({ geometry: new ol.geom.Point(metresOf(ol, { lon, lat })), name });
}

/** Web Mercator, which OpenLayers knows by itself; its metres are too long by as much as the latitude says. */
function metresOf(ol, { lon, lat }) {
  return ol.proj.fromLonLat([lon, lat]);
}

function degreesOf(ol, place) {
  const [lon, lat] = ol.proj.toLonLat(place);
  return { lon, lat };
}

function narrowing(lat) {
  return Math.cos((lat * Math.PI) / 180);
}

/** The style sheet is the only place that knows the colours. */
function looksOf(ol) {
  const { Circle, Fill, Stroke, Style, Text } = ol.style;
  const seen = getComputedStyle(document.getElementById("rapport-app"));
  const colour = (name) => seen.getPropertyValue(`--map-${name}`).trim();
  const halo = new Stroke({ color: colour("paper"), width: 3 });
  const shape = new Path2D(PIN);
  const draw = ([left, top], { context, pixelRatio }) => {
    context.save();
    context.translate(left, top);
    context.scale(pixelRatio, pixelRatio);
    context.fillStyle = colour("pin");
    context.strokeStyle = colour("paper");
    context.lineWidth = 1.5;
    context.fill(shape);
    context.stroke(shape);
    context.beginPath();
    context.arc(0, -20, 4, 0, 2 * Math.PI);
    context.fillStyle = colour("paper");
    context.fill();
    context.restore();
  };
  return {
    outline: new Style({ fill: new Fill({ color: colour("paper") }), stroke: new Stroke({ color: colour("line"), width: 1 }) }),
    dot: new Style({ image: new Circle({ radius: 3.5, fill: new Fill({ color: colour("place") }) }) }),
    name: (feature) =>
      new Style({
        text: new Text({
          text: feature.get("name"),
          font: '13px "Source Sans 3", sans-serif',
          textAlign: "left",
          offsetX: 8,
          fill: new Fill({ color: colour("ink") }),
          stroke: halo,
        }),
      }),
    // The drawn pin cannot be hit; a disc that is hardly seen, where its head is, can.
    pin: [
      new Style({ image: new Circle({ radius: 20, displacement: [0, 18], fill: new Fill({ color: "rgba(0, 0, 0, .01)" }) }) }),
      new Style({ renderer: draw }),
    ],
  };
}
