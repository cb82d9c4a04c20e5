// Draw an area or a place. The map and the field always say the same; without this the field is there alone.

/* global ol, proj4 */

import { offerBackgrounds } from "../backgrounds/backgrounds.js";

const SWEREF = "EPSG:3006";
const DEGREES = "EPSG:4326";
const CLOSEST_M_PER_PX = 0.1;
const STEP_PX = 16;
const MOST_UNDONE = 100;

const box = document.querySelector("[data-drawing]");
if (box && window.ol && window.proj4) {
  show(box).catch(() => {
    // The field does all that the map does.
    box.hidden = true;
  });
}

async function show(target) {
  proj4.defs(SWEREF, "+proj=utm +zone=33 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs");
  ol.proj.proj4.register(proj4);
  const answer = await fetch(target.dataset.ground, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const read = new ol.format.GeoJSON({ dataProjection: SWEREF, featureProjection: SWEREF });
  const ground = new ol.source.Vector({ features: read.readFeatures(await answer.json()) });

  target.hidden = false;
  const surface = target.querySelector("[data-map]");
  surface.tabIndex = 0;
  surface.setAttribute("role", "application");
  surface.setAttribute("aria-label", target.dataset.label);
  const drawn = new ol.source.Vector();
  const map = new ol.Map({
    target: surface,
    view: new ol.View({ projection: SWEREF, center: [0, 0], resolution: 1, minResolution: CLOSEST_M_PER_PX, enableRotation: false }),
    layers: [
      new ol.layer.Vector({ source: ground, style: groundStyle, declutter: true }),
      new ol.layer.Vector({ source: drawn, style: drawnStyle() }),
    ],
    controls: [
      new ol.control.Zoom({ zoomInTipLabel: target.dataset.zoomIn, zoomOutTipLabel: target.dataset.zoomOut }),
      new ol.control.ScaleLine(),
    ],
  });
  const field = document.getElementById(target.dataset.field);
  const kinds = { point: Point, line: Line, polygon: Polygon };
  const kind = new kinds[target.dataset.drawing](map, drawn, surface);
  keepInStep(target, field, kind);
  const extent = drawn.getFeatures().length ? ol.extent.buffer(drawn.getExtent(), 300) : ground.getExtent();
  const isEmpty = ol.extent.isEmpty(extent) || !extent.every(Number.isFinite);
  map.getView().fit(isEmpty ? [250_000, 6_100_000, 930_000, 7_700_000] : extent, { padding: [24, 24, 24, 24] });
  offerBackgrounds(map);
  map.once("rendercomplete", () => {
    document.body.dataset.ready = "map";
  });
}

// --- The field and the map ----------------------------------------------------------------------

/** `kind` has get() and set(corners) in metres [[east, north], …], onChange, and back() for what is half drawn. */
function keepInStep(target, field, kind) {
  const undo = target.querySelector("[data-undo]");
  const clear = target.querySelector("[data-clear]");
  const measure = target.querySelector("[data-measure]");
  const before = [];
  let now = "";
  const told = () => {
    undo.disabled = before.length === 0 && !kind.isHalfDrawn();
    clear.disabled = kind.get().length === 0 && !kind.isHalfDrawn();
    measure.textContent = kind.measure();
  };
  const fromField = () => {
    const corners = readLines(field.value);
    if (corners === null) {
      measure.textContent = target.dataset.unreadable;
      return;
    }
    kind.set(corners);
    now = field.value;
    told();
  };
  const put = (text) => {
    field.value = text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    now = text;
  };
  kind.onChange = () => {
    const text = writeLines(kind.get());
    if (text !== now) {
      before.push(now);
      before.splice(0, before.length - MOST_UNDONE);
      put(text);
    }
    told();
  };
  kind.onSketch = told;
  undo.addEventListener("click", () => {
    if (kind.isHalfDrawn()) {
      kind.back();
    } else {
      put(before.pop() ?? "");
      kind.set(readLines(field.value) ?? []);
    }
    told();
  });
  clear.addEventListener("click", () => {
    kind.stop();
    kind.set([]);
    kind.onChange();
  });
  field.addEventListener("input", () => {
    if (now !== field.value) before.push(now);
    fromField();
  });
  fromField();
}

/** Return corners in metres from lines of two numbers, or null where a line is something else. */
function readLines(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const corners = lines.map((line) => {
    const words = line.replaceAll(";", " ").replace(/,\s+/g, " ").split(/\s+/);
    const [first, second] = (words.length === 1 ? line.split(",") : words).map((word) => Number(word.replace(",", ".")));
    if (!Number.isFinite(first) || !Number.isFinite(second)) return null;
    const [north, east] = first > second ? [first, second] : [second, first]; // in Sweden north is always the larger
    return north < 90 ? ol.proj.transform([east, north], DEGREES, SWEREF) : [east, north];
  });
  return corners.includes(null) ? null : corners;
}

function writeLines(corners) {
  return corners.map(([east, north]) => `${north.toFixed(1)} ${east.toFixed(1)}`).join("\n");
}

// --- What is drawn ------------------------------------------------------------------------------

class Polygon {
  type = "Polygon";
  least = 3;

  constructor(map, source) {
    this.map = map;
    this.source = source;
    this.draw = null;
    const modify = new ol.interaction.Modify({ source });
    modify.on("modifyend", () => this.onChange());
    map.addInteraction(modify);
    map.addInteraction(new ol.interaction.Snap({ source }));
    map.getTargetElement().addEventListener("keydown", ({ key }) => key === "Escape" && this.stop());
    // Drawing begins when the field is read, by set(): what a line is instead is not known here yet.
  }

  startDrawing() {
    if (this.draw) return;
    this.draw = new ol.interaction.Draw({ source: this.source, type: this.type });
    this.draw.on("drawstart", ({ feature }) => {
      feature.getGeometry().on("change", () => {
        this.sketched = feature.getGeometry();
        this.onSketch();
      });
    });
    this.draw.on("drawabort", () => this.forgetSketch());
    this.draw.on("drawend", () => {
      this.forgetSketch();
      // The finished drawing is put in its layer after this.
      setTimeout(() => {
        this.endDrawing();
        this.onChange();
      });
    });
    this.map.addInteraction(this.draw);
  }

  endDrawing() {
    if (this.draw) this.map.removeInteraction(this.draw);
    this.draw = null;
  }

  forgetSketch() {
    this.sketched = null;
  }

  isHalfDrawn() {
    return Boolean(this.sketched);
  }

  back() {
    this.draw.removeLastPoint();
  }

  stop() {
    this.draw?.abortDrawing();
    this.forgetSketch();
    this.onSketch();
  }

  get() {
    const [feature] = this.source.getFeatures();
    return feature ? this.cornersOf(feature.getGeometry()) : [];
  }

  cornersOf(geometry) {
    return geometry.getCoordinates()[0].slice(0, -1);
  }

  geometryOf(corners) {
    return new ol.geom.Polygon([[...corners, corners[0]]]);
  }

  set(corners) {
    this.source.clear();
    if (corners.length < this.least) {
      this.startDrawing();
      return;
    }
    this.stop();
    this.endDrawing();
    this.source.addFeature(new ol.Feature(this.geometryOf(corners)));
  }

  /** In metres on the plane of SWEREF 99 TM: right to a few parts in a thousand anywhere in Sweden. */
  measure() {
    const geometry = this.sketched ?? this.source.getFeatures()[0]?.getGeometry();
    const area = geometry ? Math.abs(geometry.getArea()) : 0;
    if (!area) return "";
    const ring = geometry.getCoordinates()[0];
    const around = new ol.geom.LineString(ring).getLength();
    const length = around < 10_000 ? `${number(around, 0)} m` : `${number(around / 1000, 1)} km`;
    const surface = area < 1e5 ? `${number(area, 0)} m²` : `${number(area / 1e6, 2)} km²`;
    return `Yta ${surface}, runt om ${length}, ${new Set(ring.map(String)).size} hörn.`;
  }
}

class Line extends Polygon {
  type = "LineString";
  least = 2;

  cornersOf(geometry) {
    return geometry.getCoordinates();
  }

  geometryOf(corners) {
    return new ol.geom.LineString(corners);
  }

  measure() {
    const geometry = this.sketched ?? this.source.getFeatures()[0]?.getGeometry();
    const length = geometry?.getLength() ?? 0;
    if (!length) return "";
    const told = length < 10_000 ? `${number(length, 0)} m` : `${number(length / 1000, 1)} km`;
    return `Längd ${told}, ${new Set(geometry.getCoordinates().map(String)).size} punkter.`;
  }
}

class Point {
  constructor(map, source, surface) {
    this.source = source;
    const put = (where) => {
      this.set([where]);
      this.onChange();
    };
    map.on("click", ({ coordinate }) => put(coordinate));
    const modify = new ol.interaction.Modify({ source, pixelTolerance: 20, insertVertexCondition: ol.events.condition.never });
    modify.on("modifyend", () => this.onChange());
    map.addInteraction(modify);
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    for (const interaction of map.getInteractions().getArray().slice()) {
      if (interaction instanceof ol.interaction.KeyboardPan) map.removeInteraction(interaction);
    }
    surface.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      const view = map.getView();
      const from = this.get()[0] ?? view.getCenter();
      put(from.map((where, axis) => where + step[axis] * STEP_PX * view.getResolution()));
    });
  }

  isHalfDrawn() {
    return false;
  }

  back() {}

  stop() {}

  get() {
    return this.source.getFeatures().map((feature) => feature.getGeometry().getCoordinates());
  }

  set(corners) {
    this.source.clear();
    if (corners.length) this.source.addFeature(new ol.Feature(new ol.geom.Point(corners[0])));
  }

  measure() {
    const [where] = this.get();
    if (!where) return "";
    const [lon, lat] = ol.proj.transform(where, SWEREF, DEGREES);
    return `Latitud ${number(lat, 5)}, longitud ${number(lon, 5)}.`;
  }
}

function number(value, digits) {
  return value.toLocaleString("sv-SE", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

// --- Looks --------------------------------------------------------------------------------------

function groundStyle(feature) {
  const isPlace = feature.get("kind") === "place";
  const line = feature.get("kind") === "own" ? "#0e5560" : "#9aa8ad";
  const text = new ol.style.Text({
    text: feature.get("name"),
    font: '13px "Source Sans 3", sans-serif',
    fill: new ol.style.Fill({ color: "#51606a" }),
    stroke: new ol.style.Stroke({ color: "#fff", width: 3 }),
    ...(isPlace ? { textAlign: "left", offsetX: 8 } : { overflow: false }),
  });
  return new ol.style.Style({
    stroke: new ol.style.Stroke({ color: line, width: 1 }),
    image: new ol.style.Circle({ radius: 3.5, fill: new ol.style.Fill({ color: "#51606a" }) }),
    text,
  });
}

function drawnStyle() {
  const line = new ol.style.Stroke({ color: "#a8431a", width: 2.5 });
  const white = new ol.style.Stroke({ color: "#fff", width: 2 });
  const dot = new ol.style.Circle({ radius: 7, fill: new ol.style.Fill({ color: "#a8431a" }), stroke: white });
  return [
    new ol.style.Style({ stroke: line, fill: new ol.style.Fill({ color: "rgba(168, 67, 26, .12)" }), image: dot }),
    new ol.style.Style({
      image: new ol.style.Circle({ radius: 5, fill: new ol.style.Fill({ color: "#a8431a" }), stroke: white }),
      geometry: (feature) => {
        const geometry = feature.getGeometry();
        if (geometry instanceof ol.geom.LineString) return new ol.geom.MultiPoint(geometry.getCoordinates());
        return geometry instanceof ol.geom.Polygon ? new ol.geom.MultiPoint(geometry.getCoordinates()[0]) : null;
      },
    }),
  ];
}
