// Put a background map under a map, when somebody chooses one. Pictures come from our own address only.
//
// `map` is an OpenLayers map; the choices are the radio buttons of templates/backgrounds/choice.html. The choice
// is remembered in the browser.

/* global ol */

const REMEMBERED = "lagesbild-bakgrund";
const OPACITY = 0.8; // what is counted must stand out from what lies under it
const ASK_AGAIN_MS = 15_000;

export function offerBackgrounds(map) {
  const box = document.querySelector("[data-backgrounds]");
  if (!box) return;
  const news = box.querySelector("[data-background-news]");
  const told = attribution(map);
  let layer = null;
  const show = (choice) => {
    if (layer) map.removeLayer(layer);
    layer = null;
    news.textContent = "";
    told.textContent = choice.dataset.attribution || "";
    if (choice.value) {
      layer = layerOf(choice);
      map.getLayers().insertAt(0, layer);
      tellWhenDown(map, layer, choice, news);
    }
  };
  box.addEventListener("change", ({ target }) => {
    remember(target.value);
    show(target);
  });
  const last = box.querySelector(`input[value="${CSS.escape(remembered())}"]`);
  if (last?.value) {
    last.checked = true;
    show(last);
  }
  box.hidden = false;
}

function layerOf({ dataset }) {
  const { crs, origin, resolutions, minZoom, tileSize } = JSON.parse(dataset.grid);
  const source = new ol.source.XYZ({
    projection: crs,
    tileGrid: new ol.tilegrid.TileGrid({ origin, resolutions, minZoom, tileSize }),
    tileUrlFunction: ([z, x, y]) => dataset.tile.replace(/0\/0\/0$/, `${z}/${x}/${y}`),
  });
  const layer = new ol.layer.Tile({ source, opacity: OPACITY });
  layer.set("background", dataset.state);
  return layer;
}

/** Ask how the service is when pictures have come, but not for every picture. */
function tellWhenDown(map, layer, { dataset }, news) {
  let asked = 0;
  const ask = async () => {
    if (Date.now() - asked < ASK_AGAIN_MS || !map.getLayers().getArray().includes(layer)) return;
    asked = Date.now();
    const answer = await fetch(dataset.state, { headers: { Accept: "application/json" } }).catch(() => null);
    const { sentence = "" } = answer?.ok ? await answer.json() : {};
    if (map.getLayers().getArray().includes(layer)) news.textContent = sentence;
  };
  layer.getSource().on("tileloadend", () => setTimeout(ask, 250));
  layer.getSource().on("tileloaderror", () => setTimeout(ask, 250));
}

function attribution(map) {
  const words = document.createElement("p");
  words.className = "map-attribution";
  map.getTargetElement().append(words);
  return words;
}

function remembered() {
  try {
    return window.localStorage.getItem(REMEMBERED) ?? "";
  } catch {
    return "";
  }
}

function remember(value) {
  try {
    window.localStorage.setItem(REMEMBERED, value);
  } catch {
    // A browser that keeps nothing: the choice holds until the page is left.
  }
}
