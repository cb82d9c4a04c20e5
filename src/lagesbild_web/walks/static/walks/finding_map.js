// The drawn map of a walk, pressed to say where: the field holds the place, the ring shows it.

const RING = 16;

/** Let a press on the map write metres north and east in the field. */
export function listenToMap(map, field) {
  map.addEventListener("click", (event) => {
    const area = map.querySelector("svg").getBoundingClientRect();
    const { e, n, metres, width, height } = numbersOf(map);
    const x = ((event.clientX - area.left) / area.width) * width;
    const y = ((event.clientY - area.top) / area.height) * height;
    const north = Math.round(n - (y - height / 2) * metres);
    field.value = `${north} ${Math.round(e + (x - width / 2) * metres)}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Show where the field's place is on the map, when it is written in metres; otherwise take the ring away. */
export function mark(map, text) {
  const drawing = map?.querySelector("svg");
  drawing?.querySelector(".mark")?.remove();
  const [north, east] = text.trim().split(/\s+/).map(Number);
  if (!drawing || !(north > 6_000_000) || !Number.isFinite(east)) return;
  const { e, n, metres, width, height } = numbersOf(map);
  const ring = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  const at = { cx: width / 2 + (east - e) / metres, cy: height / 2 - (north - n) / metres };
  for (const [name, value] of Object.entries({ class: "mark", r: RING, ...at })) ring.setAttribute(name, value);
  drawing.append(ring);
}

function numbersOf(map) {
  return Object.fromEntries(Object.entries(map.dataset).map(([name, value]) => [name, Number(value)]));
}
