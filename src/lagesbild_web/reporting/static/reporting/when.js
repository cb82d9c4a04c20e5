// What people mean by "i natt" and "i helgen", on Swedish clocks wherever the phone is.
//
// reporting/when.py says the same on the server; a test holds the two together. A moment is milliseconds since
// 1970; a span is its first possible moment and its last, exclusive; the same twice when the moment is known.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FRIDAY = 5;

const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Stockholm",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
});

/** Return what a Swedish clock shows: `day` is the date as if it were midnight UTC, `minutes` are past midnight. */
export function swedishClock(at) {
  const found = {};
  for (const { type, value } of parts.formatToParts(at)) found[type] = Number(value);
  const day = Date.UTC(found.year, found.month - 1, found.day);
  return { day, minutes: found.hour * 60 + found.minute, weekday: new Date(day).getUTCDay() };
}

/** Return the moment when a Swedish clock shows `minutes` past midnight on a day. */
export function moment(day, minutes) {
  const written = day + minutes * MINUTE;
  const inSummer = written - 120 * MINUTE;
  const shown = swedishClock(inSummer);
  // An hour that comes twice is the first; one that the clocks skip is read as if they had not been changed yet.
  return shown.day + shown.minutes * MINUTE === written ? inSummer : written - 60 * MINUTE;
}

function until(start, at, end = Infinity) {
  const last = Math.floor(at / MINUTE) * MINUTE;
  return { start, end: Math.max(start, Math.min(end, last)) };
}

export const shortcuts = {
  now: (at) => until(Math.floor(at / MINUTE) * MINUTE, at),
  today: (at) => until(moment(swedishClock(at).day, 0), at),
  evening: (at) => {
    const { day, minutes } = swedishClock(at);
    const from = minutes >= 17 * 60 ? day : day - DAY;
    return until(moment(from, 17 * 60), at, moment(from + DAY, 0));
  },
  night: (at) => {
    const { day, minutes } = swedishClock(at);
    const from = minutes >= 22 * 60 ? day : day - DAY;
    return until(moment(from, 22 * 60), at, moment(from + DAY, 6 * 60));
  },
  yesterday: (at) => {
    const { day } = swedishClock(at);
    return { start: moment(day - DAY, 0), end: moment(day, 0) };
  },
  weekend: (at) => {
    const { day, minutes, weekday } = swedishClock(at);
    let friday = day - ((weekday - FRIDAY + 7) % 7) * DAY;
    if (weekday === FRIDAY && minutes < 18 * 60) friday -= 7 * DAY;
    return until(moment(friday, 18 * 60), at, moment(friday + 3 * DAY, 6 * 60));
  },
};

const WEEKDAYS = ["sön", "mån", "tis", "ons", "tors", "fre", "lör"];
const two = (number) => String(number).padStart(2, "0");

/** Return a clock as people write it: 22.05. */
export function clockText(at) {
  const { minutes } = swedishClock(at);
  return `${two(Math.floor(minutes / 60))}.${two(minutes % 60)}`;
}

/** Return a date as 2025-03-09. */
export function dateText(at) {
  return new Date(swedishClock(at).day).toISOString().slice(0, 10);
}

function dayText(at, now) {
  const { day, weekday } = swedishClock(at);
  const ago = Math.round((swedishClock(now).day - day) / DAY);
  if (ago === 0) return "i dag";
  if (ago === 1) return "i går";
  return ago < 7 ? WEEKDAYS[weekday] : dateText(at);
}

/** Return a span in words, read at `now`: "fre 22.00–lör 06.00". */
export function spanText({ start, end }, now) {
  if (start === end) return `${dayText(start, now)} ${clockText(start)}`;
  const from = dayText(start, now);
  // Midnight at the end of a day belongs to that day.
  const last = swedishClock(end).minutes === 0 && end > start ? end - MINUTE : end;
  const to = dayText(last, now);
  if (from === to && swedishClock(start).minutes === 0 && last !== end) return `${from}, hela dagen`;
  const endClock = last === end ? clockText(end) : "24.00";
  return from === to ? `${from} ${clockText(start)}–${endClock}` : `${from} ${clockText(start)}–${to} ${endClock}`;
}
