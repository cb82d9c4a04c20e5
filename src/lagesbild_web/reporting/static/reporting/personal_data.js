// The surest signs of personal data in a text, found without asking the server: when there is no network.
//
// The server knows more (names, for one) and has the last word. A test holds this file to the same examples as
// lagesbild/privacy/personal_data.py and identity_numbers.py, which say where each pattern comes from.

const W = "[\\p{L}\\p{N}_]";
const BEFORE = `(?<!${W}|-)`;
const AFTER = `(?!${W}|-)`;

const IDENTITY = new RegExp(
  "(?<!\\d)(?:(?<century>18|19|20) ?)?(?<year>\\d\\d)[ ./–\\-]?(?<month>[01]\\d)[ ./–\\-]?(?<day>\\d\\d)" +
    "(?<sign> ?[\\-+–−] ?| )?(?<serial>\\d{3}|[TRSUWXJKLMN]\\d\\d) ?(?<check>\\d)(?!\\d|[.,]\\d)",
  "dgiu",
);
const GROWN_TOGETHER = new RegExp(`^(?:${W}|-)$`, "u");
const COORDINATION = 60; // added to the day of birth in a co-ordination number
const EMAIL = new RegExp(
  `(?<!${W}|[.+\\-])(?:${W}|[.+\\-])+(?:@| ?[(\\[](?:at|@|snabel-?a)[)\\]] ?)(?:${W}|-)+(?:\\.(?:${W}|-)+)+`,
  "giu",
);
const PHONE = new RegExp(
  `(?<!${W}|[+.\\-])(?:(?:\\+|00)46[ .\\-]?(?:\\(0\\))?[ .\\-]?[1-9](?:[ .\\-]?\\d){6,8}` +
    `|07[0-9](?:[ ./)–\\-]{0,3}\\d){7}` +
    `|0[1-9]\\d{0,2}(?:\\)? ?[\\-/–] ?|\\)? )\\d{2,3}(?: ?\\d{2,3}){1,3})${AFTER}`,
  "gu",
);
const UPPER = "A-HJ-PR-UWXYZ";
const LOWER = UPPER.toLowerCase();
const PLATE = new RegExp(
  `${BEFORE}(?:[${UPPER}]{3}[ \\-]?\\d\\d[\\d${UPPER}]|[${UPPER}${LOWER}][${LOWER}]{2}\\d\\d[\\d${LOWER}])${AFTER}`,
  "gu",
);
const NOT_PLATES = new Set("SFS SOU NTU SCB SKR MSB EST RUM HUS TEL DNR KPI BUS".split(" "));

const WHY = {
  phone: "Ser ut som ett telefonnummer. Ta bort det.",
  email: "Ser ut som en e-postadress. Ta bort den.",
  registration_plate: "Ser ut som ett registreringsnummer. Skriv till exempel bilens färg i stället.",
};

/** Return what in a text points at a person, in the order of the text: {kind, start, end, why}. */
export function findPersonalData(written) {
  const { text, places } = plainText(written);
  const found = [];
  for (const finder of [identityNumbers, emails, phones, plates]) {
    for (const data of finder(text)) {
      // What is surest comes first; a phone number within a personal number is not told twice.
      if (found.every((other) => data.end <= other.start || data.start >= other.end)) found.push(data);
    }
  }
  // Places are counted in whole characters, as the server counts them.
  return found
    .map((data) => ({ ...data, start: places[data.start], end: places[data.end - 1] + 1 }))
    .sort((one, other) => one.start - other.start);
}

/** Return the text as it is read, and the place of each of its parts in what was written. */
function plainText(written) {
  let text = "";
  const places = [];
  [...written].forEach((character, place) => {
    const plain = plainCharacter(character);
    text += plain;
    for (let part = 0; part < plain.length; part += 1) places.push(place);
  });
  return { text, places };
}

/** Return a character as it is read: empty when nobody sees it. */
function plainCharacter(character) {
  if (/[\p{Cf}\p{Mn}]/u.test(character)) return "";
  if (/\p{Zs}/u.test(character)) return " ";
  if (/[\u2010-\u2012]/u.test(character)) return "-";
  const plain = character.normalize("NFKC");
  const one = [...plain].length === 1 ? plain : character;
  return /\p{Nd}/u.test(one) ? digitOf(one.codePointAt(0)) : one;
}

/** Return a digit of any script as 0-9: the ten of a script stand in order. */
function digitOf(code) {
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

function* identityNumbers(text) {
  for (const match of text.matchAll(IDENTITY)) {
    const kind = identityKind(match.groups);
    const isValid = kind && isValidIdentity(match.groups);
    const isTold = isWrittenOddly(match)
      ? isValid && !(match.groups.sign === " " && isDateAndTime(match))
      : isValid || !(isDateAndTime(match) || /^07\d{8}$/.test(match[0]));
    if (!kind || !isTold) continue;
    const doubt = isValid ? "" : ", men kontrollsiffran stämmer inte. Det kan vara felskrivet";
    const why = `Ser ut som ett ${kind}${doubt}. Ta bort det.`;
    yield { kind, start: match.index, end: match.index + match[0].length, why };
  }
}

/** Return whether it has grown together with a word, or has other marks in its date than people write. */
function isWrittenOddly(match) {
  const before = [...match.input.slice(0, match.index)].at(-1) ?? "";
  const after = [...match.input.slice(match.index + match[0].length)][0] ?? "";
  const date = match[0].slice(0, match.indices.groups.day[0] - match.index);
  return [before, after].some((character) => GROWN_TOGETHER.test(character)) || /[./–]/.test(date);
}

function identityKind({ century, year, month, day, serial }) {
  if (month < 1 || month > 12) return null;
  // Without a century the year cannot be told: then the longest such month counts.
  const days = new Date(Date.UTC(century ? Number(century + year) : 2000, Number(month), 0)).getUTCDate();
  const isDay = (number) => number >= 1 && number <= days;
  if (!/^\d+$/.test(serial)) return isDay(Number(day)) ? "interimsnummer" : null;
  if (isDay(Number(day))) return "personnummer";
  return isDay(Number(day) - COORDINATION) ? "samordningsnummer" : null;
}

/** Return whether it reads as a date and a clock: "20240512 1430". */
function isDateAndTime(match) {
  const { sign, serial, check } = match.groups;
  const clock = serial + check;
  const isClock = /^\d+$/.test(clock) && Number(clock.slice(0, 2)) < 24 && Number(clock.slice(2)) < 60;
  const date = match[0].slice(0, match.indices.groups.day[0] - match.index);
  return isClock && (sign === " " || date.includes("-"));
}

function isValidIdentity({ year, month, day, serial, check }) {
  if (serial === "000") return false;
  // An interim number's letter counts as 1 when the check digit is computed.
  const number = /^\d+$/.test(serial) ? serial : `1${serial.slice(1)}`;
  return luhn(year + month + day + number + check) === 0;
}

function luhn(digits) {
  const doubled = [...digits].map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1));
  return doubled.reduce((sum, number) => sum + Math.floor(number / 10) + (number % 10), 0) % 10;
}

function* emails(text) {
  for (const match of text.matchAll(EMAIL)) yield piece("email", match);
}

function* phones(text) {
  for (const match of text.matchAll(PHONE)) {
    if (match[0].replace(/\D/g, "").length >= 8) yield piece("phone", match);
  }
}

function* plates(text) {
  for (const match of text.matchAll(PLATE)) {
    if (!NOT_PLATES.has(match[0].slice(0, 3).toUpperCase())) yield piece("registration_plate", match);
  }
}

function piece(kind, match) {
  return { kind, start: match.index, end: match.index + match[0].length, why: WHY[kind] };
}
