// The moving map: draws what the library has made, and lets one point, move, and draw a filter.
// It decides nothing. Without it the drawing from the server stays.

/* global ol, proj4 */

import { offerBackgrounds } from "../backgrounds/backgrounds.js";

const SWEREF = "EPSG:3006";
const DEGREES = "EPSG:4326";
const WIDEST_ZOOM_M_PER_PX = 0.5;
const CORNER_DIGITS = 5; // about a metre

const place = document.getElementById("map");
if (place && window.ol && window.proj4) {
  show(place).catch(() => {
    // The drawing from the server says the same.
    document.body.dataset.ready = "drawing";
  });
}

async function show(target) {
  proj4.defs(SWEREF, "+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs");
  ol.proj.proj4.register(proj4);
  const answer = await fetch(target.dataset.layer, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const { layer, outlines } = await answer.json();

  const read = new ol.format.GeoJSON({ dataProjection: SWEREF, featureProjection: SWEREF });
  const ground = new ol.source.Vector({ features: read.readFeatures(outlines) });
  const features = read.readFeatures(layer); // in the order of the table's rows
  const shown = new ol.source.Vector({ features });
  const extent = ol.extent.extend(ground.getExtent().slice(), shown.getExtent());
  if (ol.extent.isEmpty(extent)) {
    document.body.dataset.ready = "drawing";
    return;
  }

  target.classList.add("is-moving");
  const view = new ol.View({ projection: SWEREF, minResolution: WIDEST_ZOOM_M_PER_PX, extent: widened(extent) });
  const map = new ol.Map({
    target,
    view,
    layers: [
      new ol.layer.Vector({ source: ground, style: outlineStyle() }),
      new ol.layer.Vector({ source: shown, style: lookStyle() }),
    ],
    controls: [
      new ol.control.Zoom({
        zoomInTipLabel: target.dataset.zoomIn,
        zoomOutTipLabel: target.dataset.zoomOut,
      }),
      new ol.control.ScaleLine(),
    ],
  });
  target.tabIndex = 0;
  target.setAttribute("role", "application");
  target.setAttribute("aria-label", target.dataset.label);
  startView(view, extent);
  keepViewInAddress(map, view);
  pointing(map, features);
  tableToMap(view, features);
  drawing(map, target);
  offerBackgrounds(map);
  map.once("rendercomplete", () => {
    document.body.dataset.ready = "map";
  });
}

function widened(extent) {
  return ol.extent.buffer(extent, Math.max(ol.extent.getWidth(extent), ol.extent.getHeight(extent)));
}

// --- Looks: the style sheet is the only place that knows the colours ----------------------------

function outlineStyle() {
  return new ol.style.Style({ stroke: new ol.style.Stroke({ color: "#9aa8ad", width: 1 }) });
}

function lookStyle() {
  const known = new Map();
  const radii = { "size-1": 4, "size-2": 6, "size-3": 8, "size-4": 11, unsafe: 6, safe: 6, both: 6 };
  return (feature) => {
    const look = feature.get("look");
    if (!known.has(look)) known.set(look, styleOf(look, radii[look]));
    return known.get(look);
  };
}

function styleOf(look, radius) {
  const swatch = document.querySelector(`[data-look="${CSS.escape(look)}"]`) || document.body;
  const seen = getComputedStyle(swatch);
  const colour = ol.color.asArray(seen.fill || "rgb(14, 85, 96)").slice();
  colour[3] = Number(seen.fillOpacity || 1) * 0.85;
  const fill = new ol.style.Fill({ color: colour });
  const stroke = new ol.style.Stroke({
    color: seen.stroke && seen.stroke !== "none" ? seen.stroke : "#fff",
    width: Number.parseFloat(seen.strokeWidth) || 0.75,
  });
  return radius
    ? new ol.style.Style({ image: new ol.style.Circle({ radius, fill, stroke }) })
    : new ol.style.Style({ fill, stroke });
}

// --- What part of the ground is seen is a part of the address ------------------------------------

function startView(view, extent) {
  const [e, n, resolution] = window.location.hash.slice(1).split(",").map(Number);
  view.fit(extent, { padding: [24, 24, 24, 24] });
  if ([e, n, resolution].every(Number.isFinite) && resolution > 0) {
    view.setCenter([e, n]);
    view.setResolution(resolution);
  }
}

function keepViewInAddress(map, view) {
  map.on("moveend", () => {
    const [e, n] = view.getCenter();
    const where = `#${Math.round(e)},${Math.round(n)},${view.getResolution().toFixed(2)}`;
    window.history.replaceState(window.history.state, "", where);
  });
}

// --- Pointing: on the map it says what it is, and marks the row that says the same ---------------

function pointing(map, features) {
  const words = document.createElement("div");
  words.className = "words";
  words.setAttribute("role", "status");
  const overlay = new ol.Overlay({ element: words, offset: [12, 12], stopEvent: false });
  map.addOverlay(overlay);
  const say = (event) => {
    if (event.dragging) return;
    const found = map.forEachFeatureAtPixel(event.pixel, (feature) => feature.get("words") && feature, {
      hitTolerance: 4,
    });
    words.textContent = found ? found.get("words") : "";
    overlay.setPosition(found ? event.coordinate : undefined);
    markRow(features.indexOf(found));
  };
  map.on("pointermove", say);
  map.on("click", say);
}

function markRow(index) {
  for (const row of document.querySelectorAll("tr[data-row]")) {
    row.classList.toggle("is-pointed", Number(row.dataset.row) === index);
  }
}

function tableToMap(view, features) {
  for (const row of document.querySelectorAll("tr[data-row]")) {
    const feature = features[Number(row.dataset.row)];
    const heading = row.querySelector("th");
    if (!feature || !heading) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "is-link";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const extent = ol.extent.buffer(feature.getGeometry().getExtent(), 200);
      view.fit(extent, { duration: prefersStill() ? 0 : 250, maxZoom: 16 });
      place.scrollIntoView({ block: "nearest", behavior: prefersStill() ? "auto" : "smooth" });
    });
  }
}

function prefersStill() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// --- Drawing a filter: the same as writing its corners in the form -------------------------------

function drawing(map, target) {
  const field = document.getElementById("yta");
  const source = new ol.source.Vector();
  map.addLayer(
    new ol.layer.Vector({
      source,
      style: new ol.style.Style({
        stroke: new ol.style.Stroke({ color: "#a8431a", width: 2, lineDash: [6, 4] }),
        fill: new ol.style.Fill({ color: "rgba(168, 67, 26, .06)" }),
      }),
    }),
  );
  const corners = readCorners(field.value);
  if (corners.length >= 3) source.addFeature(new ol.Feature(new ol.geom.Polygon([corners])));

  const box = document.createElement("div");
  box.className = "draw";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "is-quiet";
  button.textContent = target.dataset.draw;
  const help = document.createElement("p");
  help.hidden = true;
  help.setAttribute("role", "status");
  box.append(button, help);
  target.append(box);

  let draw = null;
  const stop = () => {
    map.removeInteraction(draw);
    draw = null;
    help.hidden = true;
    button.textContent = target.dataset.draw;
  };
  button.addEventListener("click", () => {
    if (draw) {
      stop();
      return;
    }
    draw = new ol.interaction.Draw({ source, type: "Polygon" });
    help.textContent = target.dataset.drawing;
    help.hidden = false;
    button.textContent = target.dataset.cancel;
    map.addInteraction(draw);
    draw.on("drawend", (event) => {
      field.value = writeCorners(event.feature.getGeometry().getCoordinates()[0].slice(0, -1));
      stop();
      field.form.requestSubmit();
    });
  });
  target.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && draw) stop();
  });
}

function readCorners(text) {
  return text
    .split(";")
    .map((pair) => pair.split(",").map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map((pair) => ol.proj.transform(pair, DEGREES, SWEREF));
}

function writeCorners(corners) {
  return corners
    .map((corner) => ol.proj.transform(corner, SWEREF, DEGREES))
    .map((pair) => pair.map((number) => number.toFixed(CORNER_DIGITS)).join(","))
    .join(";");
}
