// What both maps mean by a pin: how exact it is, how far a key moves it, and what ground is shown at first.

export const MAP_LABEL = "Karta. Flytta nålen med piltangenterna, zooma med plus och minus.";
export const METRES_PER_DEGREE = 111_320;
export const STEP_PX = 16;
const FINGER_PX = 12; // half of what a fingertip covers: how far from the pin it may have been meant

/** Return a point as it is reported: about a metre. */
export function roundDegrees({ lon, lat }) {
  const round = (degrees) => Math.round(degrees * 1e5) / 1e5;
  return { lon: round(lon), lat: round(lat) };
}

/** Return a pin with how far from it it may have been meant, metres. */
export function pinned(point, metresPerPixel) {
  return { ...point, uncertainty: Math.max(5, Math.round(metresPerPixel * FINGER_PX)) };
}

/** Return the ground that holds every outline and place, degrees. */
export function boxOf(outlines, places) {
  const points = [...outlines.flatMap((outline) => outline.rings.flat()), ...places.map((place) => [place.lon, place.lat])];
  if (points.length === 0) return { west: 10, south: 55, east: 24.2, north: 69.1 }; // Sweden
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const least = (numbers) => numbers.reduce((one, other) => Math.min(one, other));
  const most = (numbers) => numbers.reduce((one, other) => Math.max(one, other));
  return { west: least(lons), south: least(lats), east: most(lons), north: most(lats) };
}
