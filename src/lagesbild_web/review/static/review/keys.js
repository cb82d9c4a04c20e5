// The reviewer's keys. Everything they do is also a link or a button on the page.

const rows = () => [...document.querySelectorAll("[data-row]")];
let at = -1;

function go(step) {
  const all = rows();
  if (!all.length) return;
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  all.forEach((row, index) => row.classList.toggle("is-current", index === at && all.length > 1));
  const link = all[at].querySelector("[data-open]");
  if (link) {
    link.focus();
    all[at].scrollIntoView({ block: "nearest" });
  }
}

function current() {
  const all = rows();
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  if (focused >= 0) at = focused;
  return all[at] || (all.length === 1 ? all[0] : null);
}

function press(key) {
  const target = current()?.querySelector(`[data-key="${key}"]`) ?? (key === "u" && document.querySelector('[data-key="u"]'));
  if (target) target.click();
}

function ask() {
  const details = current()?.querySelector("[data-details=r]");
  if (details) {
    details.open = true;
    details.querySelector("textarea").focus();
  } else {
    current()?.querySelector("[data-open]")?.click();
  }
}

function help() {
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  list.open = !list.open;
  if (list.open) list.querySelector("summary").focus();
}

const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => current()?.querySelector("[data-open]")?.click(),
  a: () => press("a"),
  m: () => (current()?.querySelector('[data-key="m"]') ? press("m") : current()?.querySelector("[data-open]")?.click()),
  e: () => press("e"),
  u: () => press("u"),
  r: ask,
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const action = keys[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});
