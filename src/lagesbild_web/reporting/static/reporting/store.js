// What is kept in the phone: reports that are not sent, and the lists that a report needs. Nothing else.
//
// A report belongs to the account that wrote it, so that two people who share a phone never see or send each
// other's. What has been sent is forgotten but for its receipt.

const DATABASE = "lagesbild-rapportera";
const DATABASE_VERSION = 1;
const KEEP_RECEIPTS_MS = 7 * 24 * 3600 * 1000;
const KEEP_THROWN_MS = 60 * 60 * 1000;

let opening = null;

/** Open the store; the same one however often it is asked for. */
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, DATABASE_VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("reports", { keyPath: "id" }).createIndex("account", "account");
      request.result.createObjectStore("lists", { keyPath: "account" });
      request.result.createObjectStore("facts", { keyPath: "name" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => {
        request.result.close();
        opening = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => (opening = null));
  return opening;
}

/** Run one request in a transaction of its own, and wait until it is on the disk. */
async function inStore(store, mode, work) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Keep a report as it is now. */
export async function keepReport(report) {
  await inStore("reports", "readwrite", (reports) => reports.put(report));
}

/** Return a report, or null. */
export async function readReport(id) {
  return (await inStore("reports", "readonly", (reports) => reports.get(id))) ?? null;
}

/** Change a report where it lies, unless it is gone or `change` says no by returning null; return the new one. */
export async function changeReport(id, change) {
  const db = await database();
  return new Promise((resolve, reject) => {
    let changed = null;
    const transaction = db.transaction("reports", "readwrite");
    const reports = transaction.objectStore("reports");
    const reading = reports.get(id);
    reading.onsuccess = () => {
      changed = reading.result ? change(reading.result) : null;
      if (changed) reports.put(changed);
    };
    transaction.oncomplete = () => resolve(changed);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Return an account's reports, the latest first. */
export async function reportsOf(account) {
  const found = await inStore("reports", "readonly", (reports) => reports.index("account").getAll(account));
  return found.sort((one, other) => other.createdAt - one.createdAt);
}

/** Return how many of an account's reports are not sent. */
export async function unsentCount(account) {
  return (await reportsOf(account)).filter((report) => !["sent", "thrown"].includes(report.state)).length;
}

/** Remove what there is no longer any reason to keep: old receipts, and what was thrown away a while ago. */
export async function forgetOld(now) {
  const found = await inStore("reports", "readonly", (reports) => reports.getAll());
  for (const report of found) {
    const isOldReceipt = report.state === "sent" && now - report.sentAt > KEEP_RECEIPTS_MS;
    const isThrown = report.state === "thrown" && now - report.thrownAt > KEEP_THROWN_MS;
    if (isOldReceipt || isThrown) await inStore("reports", "readwrite", (reports) => reports.delete(report.id));
  }
}

/** Keep the categories and places of an account, and remember that it was the last to use the phone. */
export async function keepLists(lists) {
  await inStore("lists", "readwrite", (all) => all.put(lists));
  await inStore("facts", "readwrite", (facts) => facts.put({ name: "last-account", value: lists.account }));
}

/** Return the categories and places of an account, or null. */
export async function listsOf(account) {
  return (await inStore("lists", "readonly", (all) => all.get(account))) ?? null;
}

/** Return the account that used the phone last, or null. */
export async function lastAccount() {
  return (await inStore("facts", "readonly", (facts) => facts.get("last-account")))?.value ?? null;
}

/** Wipe everything that belongs to an account. */
export async function forgetAccount(account) {
  for (const { id } of await reportsOf(account)) await inStore("reports", "readwrite", (reports) => reports.delete(id));
  await inStore("lists", "readwrite", (lists) => lists.delete(account));
  await inStore("facts", "readwrite", (facts) => facts.delete("last-account"));
  await inStore("facts", "readwrite", (facts) => facts.delete(`places:${account}`));
  await inStore("facts", "readwrite", (facts) => facts.delete(`function:${account}`));
}

/** Remember in which function the account reported last. */
export async function keepLastFunction(account, id) {
  await inStore("facts", "readwrite", (facts) => facts.put({ name: `function:${account}`, value: id }));
}

/** Return the function that the account reported in last, or null. */
export async function lastFunction(account) {
  return (await inStore("facts", "readonly", (facts) => facts.get(`function:${account}`)))?.value ?? null;
}

/** Remember a place that the account has used, the latest first. */
export async function keepUsedPlace(account, place) {
  const others = (await usedPlaces(account)).filter((used) => used.id !== place.id);
  const value = [place, ...others].slice(0, 6);
  await inStore("facts", "readwrite", (facts) => facts.put({ name: `places:${account}`, value }));
}

/** Return the places that the account has used, the latest first. */
export async function usedPlaces(account) {
  return (await inStore("facts", "readonly", (facts) => facts.get(`places:${account}`)))?.value ?? [];
}
