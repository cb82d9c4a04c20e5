// Send what is waiting, exactly once: the report's own id lets the server tell a repeat from a new one.
//
// The page and the service worker use the same function; whoever comes first sends. A report that is waiting has
// `state: "queued"`; it becomes "sent" with a receipt, or "faulty" with what must be changed.

import { changeReport, reportsOf } from "./store.js";

const ADDRESSES = { whoAmI: "/rapportera/jag/", send: "/rapportera/skicka/", photo: "/rapportera/skicka-bild/" };
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** Why nothing more was sent: "done", "offline", "logged-out", "other-account" or "later" with `at`. */
export async function sendWaiting(account, { now = Date.now, isPatient = true } = {}) {
  const work = () => sendInTurn(account, { now, isPatient });
  // Two windows must not send at once; the server would cope, but the receipts would race.
  return navigator.locks ? navigator.locks.request("lagesbild-skicka", work) : work();
}

async function sendInTurn(account, { now, isPatient }) {
  const waiting = (await reportsOf(account)).filter((report) => report.state === "queued").reverse();
  const due = isPatient ? waiting.filter((report) => report.nextTryAt <= now()) : waiting;
  if (due.length === 0) return outcome(waiting);
  const me = await whoAmI();
  if (me.reason) {
    for (const report of due) await waitLonger(report, now(), me.reason);
    return { reason: me.reason };
  }
  if (me.account !== account) {
    for (const report of due) await waitLonger(report, now(), "other-account");
    return { reason: "other-account" };
  }
  for (const report of due) {
    const stop = await sendOne(report, me, now);
    if (stop) return { reason: stop };
  }
  return outcome((await reportsOf(account)).filter((report) => report.state === "queued"));
}

function outcome(waiting) {
  if (waiting.length === 0) return { reason: "done" };
  return { reason: "later", at: Math.min(...waiting.map((report) => report.nextTryAt)) };
}

/** Ask whose session it is. A redirect is the way to the log-in page, so it means that there is none. */
async function whoAmI() {
  try {
    const answer = await fetch(ADDRESSES.whoAmI, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") return { reason: "logged-out" };
    return answer.ok ? await answer.json() : { reason: "offline" };
  } catch {
    return { reason: "offline" };
  }
}

/** Send one report; return why the others must wait, if they must. */
async function sendOne(report, me, now) {
  let answer;
  try {
    answer = await fetch(ADDRESSES.send, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": me.csrf },
      body: JSON.stringify(payloadOf(report)),
    });
  } catch {
    // It may have arrived although the answer was lost: the same id is sent again, and counted once.
    await waitLonger(report, now(), "offline");
    return "offline";
  }
  if (answer.type === "opaqueredirect") {
    await waitLonger(report, now(), "logged-out");
    return "logged-out";
  }
  return take(report, answer, me, now);
}

async function take(report, answer, me, now) {
  const body = await answer.json().catch(() => null);
  if (answer.ok && body?.reference) {
    const photos = await sendPhotos(report, me);
    if (photos.stop) {
      // The report is there. Until the pictures are too, it waits, and is sent again and counted once.
      await changeReport(report.id, (kept) => ({ ...kept, received: true }));
      await waitLonger(report, now(), photos.stop);
      return photos.stop === "busy" ? null : photos.stop;
    }
    body.photoFault = photos.fault;
    await changeReport(report.id, (kept) => receiptOf(kept, body, now()));
    return null;
  }
  if (answer.status === 409) {
    await waitLonger(report, now(), "other-account");
    return "other-account";
  }
  if ([400, 403, 413, 422].includes(answer.status) && body?.faults) {
    await changeReport(report.id, (kept) => ({ ...kept, state: "faulty", faults: body.faults }));
    return null;
  }
  await waitLonger(report, now(), "busy");
  return null;
}

/** Send a report's pictures one by one; each has an id of its own, so that one that has come before is kept once. */
async function sendPhotos(report, me) {
  let fault = null;
  for (const [number, incident] of report.incidents.entries()) {
    for (const photo of incident.photos ?? []) {
      const form = new FormData();
      const fields = { konto: report.account, rapport: report.id, nummer: number, id: photo.id, intygar: incident.arePhotosChecked ? "ja" : "" };
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("bild", photo.blob, "bild.jpg");
      let answer;
      try {
        answer = await fetch(ADDRESSES.photo, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": me.csrf }, body: form });
      } catch {
        return { stop: "offline" };
      }
      if (answer.type === "opaqueredirect") return { stop: "logged-out" };
      if (answer.status === 409) return { stop: "other-account" };
      const body = await answer.json().catch(() => null);
      if (!answer.ok && !body?.faults) return { stop: "busy" };
      fault ??= body.faults ? Object.values(body.faults)[0] : null;
    }
  }
  return { fault };
}

/** What is left of a report that has arrived: nothing that was written, only what is needed to find it again. */
function receiptOf({ id, account, createdAt, zero, incidents }, receipt, at) {
  return {
    id,
    account,
    createdAt,
    state: "sent",
    sentAt: at,
    reference: receipt.reference,
    link: receipt.link,
    photoFault: receipt.photoFault ?? null,
    categories: incidents.map((incident) => incident.category),
    zero,
  };
}

async function waitLonger(report, at, reason) {
  const attempts = (report.attempts ?? 0) + 1;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
  // Many phones come back to the network in the same moment: they must not all try again in the same second.
  const nextTryAt = at + wait * (0.75 + Math.random() / 2);
  await changeReport(report.id, (kept) =>
    kept.state === "queued" ? { ...kept, attempts, nextTryAt, waitsFor: reason } : null,
  );
}

/** What is sent of a report. */
export function payloadOf(report) {
  return {
    client_id: report.id,
    account: report.account,
    municipality: report.municipality,
    function: report.function ?? null,
    zero: report.zero,
    incidents: report.incidents.map((incident) => ({
      category: incident.category,
      starts_at: new Date(incident.when.start).toISOString(),
      ends_at: incident.when.end === incident.when.start ? null : new Date(incident.when.end).toISOString(),
      time_precision: incident.when.precision,
      lon: incident.place.lon ?? null,
      lat: incident.place.lat ?? null,
      uncertainty_m: incident.place.uncertainty ?? null,
      place_id: incident.place.id ?? null,
      place_name: incident.place.name ?? "",
      seriousness: incident.seriousness,
      witnessed: incident.witnessed,
      police_report: incident.police,
      text: incident.text,
      personal_data_motive: incident.motive,
      own_circle: incident.isOwnCircle,
    })),
  };
}
