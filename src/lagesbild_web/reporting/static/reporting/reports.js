// A report as it is written in the phone, and what its state is called.

import { clockText, dateText } from "./when.js";

/** Return a new id; also where the browser has no shorter way because the page came without encryption. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Return an incident that nothing is known of. */
export function newIncident(category = null) {
  return {
    key: newId(),
    category,
    place: null,
    when: null,
    seriousness: null,
    witnessed: "",
    police: "unknown",
    text: "",
    motive: "",
    isOwnCircle: false,
    photos: [],
    arePhotosChecked: false,
  };
}

/** Return a draft with one incident, or with none when it is to say that nothing has happened. */
export function newReport({ account, municipality, functions = [] }, at, { category = null, zero = null, lastFunction = null } = {}) {
  const known = functions.some((held) => held.id === lastFunction) ? lastFunction : functions[0]?.id;
  return {
    id: newId(),
    account,
    municipality,
    function: known ?? null,
    createdAt: at,
    state: "draft",
    zero,
    incidents: zero ? [] : [newIncident(category)],
    faults: {},
    attempts: 0,
    nextTryAt: 0,
  };
}

/** Return what must be answered before an incident can be sent: a sentence for each field. */
export function missingIn(incident) {
  const missing = {};
  if (!incident.category) missing.category = "Välj vad som har hänt.";
  if (!incident.place) missing.place = "Välj var det hände. Vet du inte exakt? Sök området.";
  if (!incident.when) missing.when = "Välj när det hände. Vet du inte? Välj Vet inte exakt.";
  if (incident.photos?.length && !incident.arePhotosChecked) missing.photos = "Intyga att inga ansikten eller skyltar syns på bilderna.";
  return missing;
}

/** Return whether the report can still be written on. */
export function isOpen(report) {
  return ["draft", "faulty", "queued"].includes(report.state) && !report.received;
}

/** Return what the report is about, for lists. */
export function titleOf(report, nameOf) {
  if (report.zero) return "Inget att rapportera";
  const codes = report.categories ?? report.incidents.map((incident) => incident.category);
  const names = codes.map((code) => (code ? nameOf(code) : "Kategori saknas"));
  return names.join(", ");
}

/** Return the state in words. */
export function stateText(report, { now, isOnline }) {
  if (report.state === "draft") return "Utkast, sparat i telefonen";
  if (report.state === "faulty") return `Måste rättas: ${Object.values(report.faults)[0] ?? "se rapporten"}`;
  if (report.state === "sent") {
    const lost = report.photoFault ? `. Men en bild kom inte med: ${report.photoFault}` : "";
    return `Skickad ${momentText(report.sentAt, now)}, ärende ${report.reference}${lost}`;
  }
  if (report.state === "thrown") return "Kastad";
  if (!isOnline) return "Väntar på nät";
  if (report.waitsFor === "logged-out") return "Väntar: du är utloggad. Logga in så skickas den";
  if (report.waitsFor === "other-account") return "Väntar: någon annan är inloggad i webbläsaren. Logga in som dig själv så skickas den";
  if (report.waitsFor && report.nextTryAt > now) {
    const why = report.waitsFor === "offline" ? "Väntar på nät" : "Kom inte fram";
    return `${why}. Försöker igen ${clockText(report.nextTryAt)}`;
  }
  return "Skickas";
}

function momentText(at, now) {
  return dateText(at) === dateText(now) ? clockText(at) : `${dateText(at)} ${clockText(at)}`;
}
