// Before somebody logs out: ask if there is something that is not sent, then wipe what the phone has kept.
//
// Loaded by every page with a log-out button. A shared phone must not keep what the last person wrote; what another
// account has left waiting there stays, unseen, until that account logs in again.

import { forgetAccount, unsentCount } from "./store.js";

// What the phone keeps, by feature: how much is not sent, how it is wiped, where it is seen, and what it is called.
const keepers = [{ unsentCount, forgetAccount, page: "/rapportera/", one: "en rapport", many: "rapporter" }];

/** Let another feature's things be asked about and wiped too. */
export function wipeAlso(keeper) {
  keepers.push(keeper);
}

for (const form of document.querySelectorAll("form[data-log-out]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
}

async function leave(form) {
  const account = form.dataset.logOut;
  for (const keeper of keepers) {
    try {
      const unsent = await keeper.unsentCount(account);
      if (unsent > 0 && !window.confirm(question(unsent, keeper))) return window.location.assign(keeper.page);
    } catch {
      // Whatever the browser refuses to do with its store, logging out must work.
    }
  }
  await Promise.allSettled(keepers.map((keeper) => keeper.forgetAccount(account)));
  return form.submit();
}

function question(unsent, { one, many }) {
  const what = unsent === 1 ? `${one} som inte är skickad. Den` : `${unsent} ${many} som inte är skickade. De`;
  return `Du har ${what} raderas från den här enheten när du loggar ut. Logga ut ändå?`;
}
