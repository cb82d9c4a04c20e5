// Before somebody logs out: ask if there is something that is not sent, then wipe what the phone has kept.
//
// Loaded by every page with a log-out button. A shared phone must not keep what the last person wrote; what another
// account has left waiting there stays, unseen, until that account logs in again.

import { forgetAccount, unsentCount } from "./store.js";

const SCOPE = "/rapportera/";

for (const form of document.querySelectorAll("form[data-log-out]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
}

async function leave(form) {
  const account = form.dataset.logOut;
  try {
    const unsent = await unsentCount(account);
    if (unsent > 0 && !window.confirm(question(unsent))) return window.location.assign(SCOPE);
    await forgetAccount(account);
  } catch {
    // Whatever the browser refuses to do with its store, logging out must work.
  }
  return form.submit();
}

function question(unsent) {
  const what = unsent === 1 ? "en rapport som inte är skickad. Den" : `${unsent} rapporter som inte är skickade. De`;
  return `Du har ${what} raderas från den här enheten när du loggar ut. Logga ut ändå?`;
}
