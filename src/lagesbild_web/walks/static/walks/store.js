// What the phone keeps of safety walks: what is noted and not sent, and the pages that open without a network.
//
// Everything belongs to the account that kept it, so that two people who share a phone never see or send each
// other's. What has been sent is forgotten but for its number.

const DATABASE = "lagesbild-vandring";
const DAY_MS = 24 * 3600 * 1000;
const KEEP_RECEIPTS_MS = 7 * DAY_MS;
const KEEP_THROWN_MS = 3600 * 1000;
const KEEP_PAGES_MS = 30 * DAY_MS;

let opening = null;

/** Open the store; the same one however often it is asked for. */
function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      for (const name of ["findings", "pages"]) {
        request.result.createObjectStore(name, { keyPath: "id" }).createIndex("account", "account");
      }
      request.result.createObjectStore("facts", { keyPath: "name" });
    };
    request.onsuccess = () => resolve(request.result);
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

/** Keep a finding as it is now. */
export async function keepFinding(finding) {
  await inStore("findings", "readwrite", (findings) => findings.put(finding));
}

/** Change a finding where it lies, unless it is gone or `change` says no by returning null. */
export async function changeFinding(id, change) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction("findings", "readwrite");
    const findings = transaction.objectStore("findings");
    const reading = findings.get(id);
    reading.onsuccess = () => {
      const changed = reading.result ? change(reading.result) : null;
      if (changed) findings.put(changed);
    };
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** Forget a draft that has been emptied again. */
export async function forgetFinding(id) {
  await inStore("findings", "readwrite", (findings) => findings.delete(id));
}

/** Return an account's findings, the earliest first. */
export async function findingsOf(account) {
  const found = await inStore("findings", "readonly", (findings) => findings.index("account").getAll(account));
  return found.sort((one, other) => one.createdAt - other.createdAt);
}

/** Return how many of an account's findings are not sent. */
export async function unsentCount(account) {
  return (await findingsOf(account)).filter((finding) => !["sent", "thrown"].includes(finding.state)).length;
}

/** Keep the page of a walk, and remember that the account was the last to use the phone. */
export async function keepPage(page) {
  await inStore("pages", "readwrite", (pages) => pages.put({ ...page, id: `${page.account}:${page.walk}` }));
  await inStore("facts", "readwrite", (facts) => facts.put({ name: "last-account", value: page.account }));
}

/** Return the pages that an account has kept, the latest first. */
export async function pagesOf(account) {
  const found = await inStore("pages", "readonly", (pages) => pages.index("account").getAll(account));
  return found.sort((one, other) => other.keptAt - one.keptAt);
}

/** Return the account that used the phone last, or null. */
export async function lastAccount() {
  return (await inStore("facts", "readonly", (facts) => facts.get("last-account")))?.value ?? null;
}

/** Remove what there is no longer any reason to keep: old receipts, what was thrown away, and old pages. */
export async function forgetOld(now) {
  const isOld = (finding) =>
    (finding.state === "sent" && now - finding.sentAt > KEEP_RECEIPTS_MS) ||
    (finding.state === "thrown" && now - finding.thrownAt > KEEP_THROWN_MS);
  for (const finding of await inStore("findings", "readonly", (findings) => findings.getAll())) {
    if (isOld(finding)) await forgetFinding(finding.id);
  }
  for (const page of await inStore("pages", "readonly", (pages) => pages.getAll())) {
    if (now - page.keptAt > KEEP_PAGES_MS) await inStore("pages", "readwrite", (pages) => pages.delete(page.id));
  }
}

/** Wipe everything that belongs to an account. */
export async function forgetAccount(account) {
  for (const { id } of await findingsOf(account)) await forgetFinding(id);
  for (const { id } of await pagesOf(account)) await inStore("pages", "readwrite", (pages) => pages.delete(id));
  if ((await lastAccount()) === account) await inStore("facts", "readwrite", (facts) => facts.delete("last-account"));
}
