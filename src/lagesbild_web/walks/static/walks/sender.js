// Send the findings that wait, exactly once: a finding's own id lets the server tell a repeat from a new one.
//
// The page and the service worker use the same function; whoever comes first sends. What waits has
// `state: "queued"`; it becomes "sent" with its number, or "faulty" with what must be changed.

import { changeFinding, findingsOf } from "./store.js";

const WHO_AM_I = "/rapportera/jag/";

/** Send in turn; return why the rest must wait: "done", "offline", "logged-out", "other-account" or "busy". */
export async function sendWaiting(account) {
  const work = () => sendInTurn(account);
  // Two windows must not send at once; the server would cope, but the numbers would race.
  return navigator.locks ? navigator.locks.request("lagesbild-vandring-skicka", work) : work();
}

async function sendInTurn(account) {
  const waiting = (await findingsOf(account)).filter((finding) => finding.state === "queued");
  if (waiting.length === 0) return { reason: "done" };
  const me = await whoAmI();
  const reason = me.reason ?? (me.account === account ? null : "other-account");
  for (const finding of waiting) {
    const stop = reason ?? (await sendOne(finding, me));
    if (stop) {
      for (const { id } of waiting) await changeFinding(id, (kept) => (kept.state === "queued" ? { ...kept, waitsFor: stop } : null));
      return { reason: stop };
    }
  }
  return { reason: "done" };
}

/** Ask whose session it is. A redirect is the way to the log-in page, so it means that there is none. */
async function whoAmI() {
  try {
    const answer = await fetch(WHO_AM_I, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") return { reason: "logged-out" };
    return answer.ok ? await answer.json() : { reason: "offline" };
  } catch {
    return { reason: "offline" };
  }
}

/** Send one finding; return why the others must wait, if they must. */
async function sendOne(finding, me) {
  let answer;
  try {
    answer = await fetch(`/trygghetsvandringar/${finding.walk}/notera/`, {
      method: "POST",
      redirect: "manual",
      headers: { "X-Skickar": "1", "X-CSRFToken": me.csrf },
      body: new URLSearchParams({ ...finding.fields, client_id: finding.id, konto: finding.account }),
    });
  } catch {
    // It may have arrived although the answer was lost: the same id is sent again, and counted once.
    return "offline";
  }
  if (answer.type === "opaqueredirect") return "logged-out";
  if (answer.status === 409) return "other-account";
  const told = await answer.json().catch(() => null);
  if (answer.ok && told?.number) {
    await changeFinding(finding.id, (kept) => receiptOf(kept, told.number));
  } else if (told?.faults) {
    await changeFinding(finding.id, (kept) => ({ ...kept, state: "faulty", faults: told.faults }));
  } else {
    return "busy";
  }
  return null;
}

/** What is left of a finding that has arrived: nothing that was written but its first words. */
function receiptOf({ id, account, walk, createdAt, fields }, number) {
  return { id, account, walk, createdAt, state: "sent", sentAt: Date.now(), number, fields: { text: fields.text.slice(0, 60) } };
}
