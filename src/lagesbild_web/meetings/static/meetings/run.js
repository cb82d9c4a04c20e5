// Keep what is written on a meeting's page while it is written. Without this script the button does the same.

const form = document.getElementById("mote");
const status = document.getElementById("sparat");
const WAIT_MS = 1500;
const RETRY_MS = 10_000;
let timer = null;
let isDirty = false;
let isSending = false;
let isLeaving = false;

/** Whether a decision is half typed: it is saved with its own button, never by itself. */
function hasNewDecision() {
  return ["nytt-text", "nytt-uppfoljning"].some((name) => form.elements[name]?.value.trim());
}

function later(ms) {
  clearTimeout(timer);
  timer = setTimeout(save, ms);
}

async function save() {
  if (!isDirty || isSending) return;
  isSending = true;
  isDirty = false;
  const data = new FormData(form);
  for (const name of [...data.keys()]) if (name.startsWith("nytt-")) data.delete(name);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      redirect: "manual",
      headers: { "X-Sparar": "1" },
      body: new URLSearchParams(data),
    });
    await take(answer);
  } catch {
    isDirty = true;
    status.textContent = form.dataset.waits;
    later(RETRY_MS);
  }
  isSending = false;
  if (isDirty) later(RETRY_MS);
}

async function take(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    isDirty = true;
    status.textContent = form.dataset.out;
    return;
  }
  const told = await answer.json();
  for (const [name, version] of Object.entries(told.versions)) {
    if (form.elements[name]) form.elements[name].value = version;
  }
  const faults = Object.values(told.faults);
  if (faults.length) {
    isDirty = true;
    status.textContent = `${form.dataset.faulty} ${faults.join(" ")}`;
  } else if (!isDirty) {
    status.textContent = `${form.dataset.saved} ${told.at}`;
  }
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.name?.startsWith("nytt-")) return;
    isDirty = true;
    later(WAIT_MS);
  });
  form.addEventListener("submit", () => (isLeaving = true));
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      isDirty = true;
      save();
    }
    if (event.altKey && event.key.toLowerCase() === "n") {
      event.preventDefault();
      document.getElementById("nytt-text")?.focus();
    }
  });
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && (isDirty || hasNewDecision())) event.preventDefault();
  });
}
